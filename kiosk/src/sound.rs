//! Sounds (音).
