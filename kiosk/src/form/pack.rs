//! Loading a pack from its folder (様式の読み込み).
