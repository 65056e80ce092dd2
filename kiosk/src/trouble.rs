//! Troubles (お知らせ): what people see of any fault: a stable code, a sentence, one remedy.
//!
//! The sentences are in `assets/text/<lang>/trouble.ftl` as `<code>-title`, `<code>-what`, `<code>-remedy`.

/// How a trouble looks: yellow and calm, or red and final (looks/LOOKS.md 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is lost; the person can go on or choose another way.
    Attention,
    /// A full stop.
    Stop,
}

/// A fault as people meet it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Stable code such as `C04` or `P02`.
    pub code: &'static str,
    pub kind: Kind,
    /// Numbers the sentences name (tries left, a receipt number); never a person's facts.
    pub values: Vec<(&'static str, String)>,
}
