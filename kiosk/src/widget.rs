//! Widgets (部品).
