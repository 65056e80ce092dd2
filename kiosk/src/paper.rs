//! Paper (印刷): the thread that owns the printers.
