//! The journal (記録簿): append-only entries chained by SHA-256.
