//! Screens (画面): one file a screen.
