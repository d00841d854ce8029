//! Standard input that does not keep a user waiting who wants to stop.

use std::io::{self, Cursor, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::interrupt;

const BLOCK: usize = 1 << 16;
/// So many blocks are read ahead.
const AHEAD: usize = 4;
/// How long a user waits who asks to stop while nothing comes.
const PATIENCE: Duration = Duration::from_millis(50);

/// Standard input, which ends early when somebody asks to stop: a read that waits for a slow pipe would not hear it.
#[derive(Default)]
pub(crate) struct Stdin {
    blocks: Option<Receiver<io::Result<Vec<u8>>>>,
    block: Cursor<Vec<u8>>,
}

impl Read for Stdin {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.block.read(bytes)?;
            if read > 0 || bytes.is_empty() {
                return Ok(read);
            }
            let blocks = self.blocks.get_or_insert_with(|| {
                let (sender, blocks) = sync_channel(AHEAD);
                thread::spawn(move || read_ahead(&sender));
                blocks
            });
            match blocks.recv_timeout(PATIENCE) {
                Ok(block) => self.block = Cursor::new(block?),
                Err(RecvTimeoutError::Timeout) if interrupt::asked() => return Ok(0),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
    }
}

fn read_ahead(sender: &SyncSender<io::Result<Vec<u8>>>) {
    let mut stdin = io::stdin().lock();
    loop {
        let mut block = vec![0; BLOCK];
        let read = loop {
            match stdin.read(&mut block) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let last = !matches!(read, Ok(1..));
        if matches!(read, Ok(0)) {
            return;
        }
        let sent = sender.send(read.map(|len| {
            block.truncate(len);
            block
        }));
        if last || sent.is_err() {
            return;
        }
    }
}
