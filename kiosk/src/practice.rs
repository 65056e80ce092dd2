//! Practice mode (練習): the product with simulated devices and another database.
