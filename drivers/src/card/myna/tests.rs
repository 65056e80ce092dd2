//! Tests of the My Number card's driver (個人番号カードの試験): what the card may answer and what comes of it.

mod damage;
mod facts;
mod genuineness;
mod information;
mod made;
mod tries;
