//! Where the bytes go (受け皿): a driver of the crate `escpos` that only keeps what it is given.

use std::cell::RefCell;

use escpos::driver::Driver;

/// Takes the bytes from the crate `escpos`.
pub(super) struct Sink(pub(super) RefCell<Vec<u8>>);

impl Driver for Sink {
    fn name(&self) -> String {
        "slip".to_owned()
    }

    fn write(&self, data: &[u8]) -> escpos::errors::Result<()> {
        self.0.try_borrow_mut()?.extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _buf: &mut [u8]) -> escpos::errors::Result<usize> {
        Ok(0)
    }

    fn flush(&self) -> escpos::errors::Result<()> {
        Ok(())
    }
}
