//! Sentences (文言): every word on screen and paper comes from Fluent files in `assets/text/<lang>/`.
