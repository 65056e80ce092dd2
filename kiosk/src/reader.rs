//! The reader thread (読み取り): owns every conversation with a card.
