//! The application (アプリ): the only door between screens and the world.
