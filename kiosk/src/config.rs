//! Configuration (設定): what a municipality changes without a compiler.
