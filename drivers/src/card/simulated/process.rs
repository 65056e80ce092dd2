//! The card's operating system (カード OS): what it answers to each command, by facts/card.md 14.2.

use std::collections::BTreeSet;

use super::command::Command;
use super::fault::Spoilt;
use super::file::{Access, Application, Ef, Image, Issued};
use super::resident::{Kind, Resident};
use super::{Ca, crypto, my_number, other};

/// Status words (facts/card.md 2.3).
mod sw {
    pub const WRONG_LENGTH: u16 = 0x6700;
    pub const CHANNEL: u16 = 0x6881;
    pub const SECURE_MESSAGING: u16 = 0x6882;
    pub const FILE_TYPE: u16 = 0x6981;
    pub const SECURITY: u16 = 0x6982;
    pub const BLOCKED: u16 = 0x6984;
    pub const CONDITIONS: u16 = 0x6985;
    pub const NO_CURRENT_FILE: u16 = 0x6986;
    pub const FUNCTION: u16 = 0x6A81;
    pub const NOT_FOUND: u16 = 0x6A82;
    pub const NO_RECORD: u16 = 0x6A83;
    pub const PARAMETERS: u16 = 0x6A86;
    pub const NO_OBJECT: u16 = 0x6A88;
    pub const OFFSET: u16 = 0x6B00;
    pub const INSTRUCTION: u16 = 0x6D00;
    pub const CLASS: u16 = 0x6E00;
    pub const INTERNAL: u16 = 0x6F00;
}

/// Data to send back, or a status word.
type Outcome = Result<Vec<u8>, u16>;

/// What comes back from a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Data and two status bytes.
    Bytes(Vec<u8>),
    /// The card was lifted before it answered (fault on demand).
    Lifted,
}

/// One simulated card. Counters stay when the power goes; everything else of a session is forgotten.
pub struct Card {
    image: Image,
    issued: Issued,
    session: Session,
    exchanges: u32,
}

#[derive(Default)]
struct Session {
    application: Option<usize>,
    file: Option<u16>,
    verified: BTreeSet<u16>,
    started: bool,
}

impl Card {
    /// The card of a resident, its facts signed by `ca`; a failed signature leaves a card without applications.
    #[must_use]
    pub fn new(resident: &Resident, ca: &Ca) -> Self {
        let issued = Issued { resident: resident.clone(), ca: ca.clone() };
        let image = match (resident.kind, &resident.person) {
            (Kind::MyNumber, Some(person)) => {
                my_number::image(&issued, person, &resident.chip).unwrap_or_else(|| other::storage(&resident.tag))
            }
            (Kind::Licence, Some(person)) => other::licence(resident, person),
            (Kind::Residence, _) => other::residence(),
            _ => other::storage(&resident.tag),
        };
        Self { image, issued, session: Session::default(), exchanges: 0 }
    }

    /// Whose card it is.
    #[must_use]
    pub fn resident(&self) -> &Resident {
        &self.issued.resident
    }

    /// Answer to reset (ISO 7816-3 8.2), as a contact-less reader composes it.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.image.atr
    }

    /// Power on, power off and cold reset: no application, nothing verified, counters kept.
    pub fn power(&mut self) {
        self.session = Session::default();
    }

    /// Warm reset: the real card keeps what was verified (facts/card.md 1).
    pub fn reset(&mut self) {
        self.session.started = true;
    }

    /// Tries left of the secret `file` in the application whose name starts with `application`, as the card counts
    /// them; for tests and the practice dock.
    #[must_use]
    pub fn tries(&self, application: &[u8], file: u16) -> Option<u8> {
        let application = self.image.applications.iter().find(|known| known.name.starts_with(application))?;
        match application.files.get(&file)? {
            Ef::Secret { left, .. } => Some(*left),
            _ => None,
        }
    }

    /// One exchange: a command APDU and its answer, with the faults that are demanded.
    pub fn process(&mut self, command: &[u8]) -> Answer {
        let exchange = self.exchanges;
        self.exchanges = self.exchanges.saturating_add(1);
        let faults = self.issued.resident.faults.clone();
        if faults.lift_at == Some(exchange) {
            return Answer::Lifted;
        }
        let first = !std::mem::replace(&mut self.session.started, true);
        let outcome = if first && faults.internal_first { Err(sw::INTERNAL) } else { self.answer(command) };
        Answer::Bytes(match (outcome, faults.answers) {
            (Ok(data), Some(spoilt)) if is_read(command) => self.spoil(spoilt, command, data),
            (_, Some(Spoilt::MoreForEver)) if command.get(1) == Some(&0xC0) => vec![0x61, 0x10],
            (Ok(mut data), _) => {
                data.extend_from_slice(&[0x90, 0x00]);
                data
            }
            (Err(status), _) => status.to_be_bytes().to_vec(),
        })
    }

    fn spoil(&self, spoilt: Spoilt, command: &[u8], mut data: Vec<u8>) -> Vec<u8> {
        let [_, _, p1, p2, ..] = command else { return Vec::new() };
        let start = if p1 & 0x80 == 0 { *p1 == 0 && *p2 == 0 } else { *p2 == 0 };
        spoilt.read(start, &data).unwrap_or_else(|| {
            data.extend_from_slice(&[0x90, 0x00]);
            data
        })
    }

    fn answer(&mut self, bytes: &[u8]) -> Outcome {
        if let Some(id) = &self.image.storage {
            return if bytes == [0xFF, 0xCA, 0x00, 0x00, 0x00] { Ok(id.clone()) } else { Err(sw::FUNCTION) };
        }
        let command = Command::parse(bytes).ok_or(sw::WRONG_LENGTH)?;
        match (command.cla, command.ins) {
            (0x00, 0xA4) => self.select(&command),
            (0x00, 0xCA) => self.get_data(&command),
            (0x80, 0xFC) => Err(sw::WRONG_LENGTH),
            (0x00 | 0x80, _) if self.session.application.is_none() => Err(sw::CONDITIONS),
            (0x00, 0x20) => self.verify(&command),
            (0x00, 0x84) => Self::get_challenge(&command),
            (0x00, 0x88) => self.internal_authenticate(&command),
            (0x00, 0xB0) => self.read_binary(&command),
            (0x00, 0xB2) => self.read_record(&command),
            (0x80, 0x2A) => self.compute_signature(&command),
            (0x00 | 0x80, _) => Err(sw::INSTRUCTION),
            (0x01..=0x03, _) => Err(sw::CHANNEL),
            (0x08 | 0x0C, _) => Err(sw::SECURE_MESSAGING),
            _ => Err(sw::CLASS),
        }
    }

    fn select(&mut self, command: &Command<'_>) -> Outcome {
        match (command.p1, command.p2, command.data) {
            (0x04, 0x00 | 0x0C, name) => self.select_application(command, name),
            (0x02, 0x0C, [high, low]) => {
                let id = u16::from_be_bytes([*high, *low]);
                let application = self.current().ok_or(sw::CONDITIONS)?;
                if !application.files.contains_key(&id) {
                    return Err(sw::NOT_FOUND);
                }
                self.session.file = Some(id);
                Ok(Vec::new())
            }
            (0x02, 0x0C, _) => Err(sw::WRONG_LENGTH),
            (0x00, 0x00, []) if self.image.applications.iter().any(|known| known.name == MAIN_FILE) => {
                self.select_application(command, &MAIN_FILE)
            }
            (0x00, 0x00, []) if self.session.application.is_some() => Ok(Vec::new()),
            (0x00, 0x00, [_, _]) => Err(sw::NOT_FOUND),
            _ => Err(sw::PARAMETERS),
        }
    }

    fn select_application(&mut self, command: &Command<'_>, name: &[u8]) -> Outcome {
        if name.is_empty() || name.len() > 16 {
            return Err(sw::WRONG_LENGTH);
        }
        if self.image.manager.is_some_and(|manager| manager.starts_with(name)) {
            self.session = Session { started: true, ..Session::default() };
            return Ok(Vec::new());
        }
        let found = self.image.applications.iter().position(|known| known.name.starts_with(name));
        let found = found.ok_or(sw::NOT_FOUND)?;
        if self.session.application != Some(found) {
            let before = std::mem::take(&mut self.session.verified);
            let verified = if self.image.keeps_verified { before } else { BTreeSet::new() };
            self.session = Session { application: Some(found), verified, started: true, file: None };
        }
        if command.p2 == 0x0C {
            return Ok(Vec::new());
        }
        let whole = self.current().map(|application| application.name.clone()).unwrap_or_default();
        Ok(super::ber::object(0x6F, &super::ber::object(0x84, &whole)))
    }

    fn current(&self) -> Option<&Application> {
        self.session.application.and_then(|at| self.image.applications.get(at))
    }

    /// The file that `reference` means: 0 is the current one, else a short EF id.
    fn referenced(&self, reference: u8) -> Result<u16, u16> {
        match reference {
            0x00 => self.session.file.ok_or(sw::NO_CURRENT_FILE),
            short @ 0x01..=0x1E => {
                let known = self.current().is_some_and(|application| application.files.contains_key(&short.into()));
                if known { Ok(short.into()) } else { Err(sw::NOT_FOUND) }
            }
            _ => Err(sw::PARAMETERS),
        }
    }

    fn file(&mut self, id: u16) -> Result<&mut Ef, u16> {
        let application = self.session.application.and_then(|at| self.image.applications.get_mut(at));
        application.and_then(|application| application.files.get_mut(&id)).ok_or(sw::NOT_FOUND)
    }

    fn allowed(&self, access: Access) -> bool {
        match access {
            Access::Always => true,
            Access::Never => false,
            Access::Any(secrets) => secrets.iter().any(|secret| self.session.verified.contains(secret)),
        }
    }

    fn verify(&mut self, command: &Command<'_>) -> Outcome {
        if command.p1 != 0x00 || command.p2 & 0xE0 != 0x80 {
            return Err(sw::PARAMETERS);
        }
        let id = self.referenced(command.p2 & 0x1F)?;
        let Ef::Secret { value, left, most } = self.file(id)? else { return Err(sw::FILE_TYPE) };
        if command.data.is_empty() {
            return Err(0x63C0 | u16::from(*left));
        }
        if command.data.len() > 16 {
            return Err(sw::WRONG_LENGTH);
        }
        if *left == 0 {
            return Err(sw::BLOCKED);
        }
        if value == command.data {
            *left = *most;
            self.session.verified.insert(id);
            return Ok(Vec::new());
        }
        *left -= 1;
        let left = *left;
        self.session.verified.remove(&id);
        Err(0x63C0 | u16::from(left))
    }

    fn read_binary(&mut self, command: &Command<'_>) -> Outcome {
        let le = command.le.filter(|_| command.data.is_empty()).ok_or(sw::WRONG_LENGTH)?;
        let (id, offset) = if command.p1 & 0x80 == 0 {
            (self.referenced(0)?, usize::from(u16::from_be_bytes([command.p1, command.p2])))
        } else {
            let short = Some(command.p1 & 0x7F).filter(|short| *short != 0).ok_or(sw::PARAMETERS)?;
            (self.referenced(short)?, usize::from(command.p2))
        };
        let Ef::Transparent { read, .. } = self.file(id)? else { return Err(sw::FILE_TYPE) };
        let read = *read;
        if !self.allowed(read) {
            return Err(sw::SECURITY);
        }
        self.session.file = Some(id);
        let issued = self.issued.clone();
        let Ef::Transparent { content, .. } = self.file(id)? else { return Err(sw::FILE_TYPE) };
        let bytes = my_number::bytes(content, &issued).ok_or(sw::INTERNAL)?;
        let rest = bytes.get(offset..).filter(|rest| !rest.is_empty()).ok_or(sw::OFFSET)?;
        Ok(rest.iter().take(le).copied().collect())
    }

    fn read_record(&mut self, command: &Command<'_>) -> Outcome {
        let le = command.le.filter(|_| command.data.is_empty()).ok_or(sw::WRONG_LENGTH)?;
        if command.p2 & 0x07 != 0x04 {
            return Err(sw::FUNCTION);
        }
        let id = self.referenced(command.p2 >> 3)?;
        let Ef::Records { read, records } = self.file(id)? else { return Err(sw::FILE_TYPE) };
        let read = *read;
        let record = usize::from(command.p1).checked_sub(1).and_then(|at| records.get(at)).cloned();
        if !self.allowed(read) {
            return Err(sw::SECURITY);
        }
        self.session.file = Some(id);
        let mut record = record.ok_or(sw::NO_RECORD)?;
        record.truncate(le);
        Ok(record)
    }

    fn get_challenge(command: &Command<'_>) -> Outcome {
        if command.extended {
            return Err(sw::CONDITIONS);
        }
        let mut bytes = vec![0; command.le.filter(|_| command.data.is_empty()).ok_or(sw::WRONG_LENGTH)?];
        getrandom::fill(&mut bytes).map_err(|_| sw::INTERNAL)?;
        Ok(bytes)
    }

    fn get_data(&self, command: &Command<'_>) -> Outcome {
        let tag = u16::from_be_bytes([command.p1, command.p2]);
        let le = command.le.filter(|_| command.data.is_empty()).ok_or(sw::WRONG_LENGTH)?;
        if self.session.application.is_some() && tag != 0x5F51 {
            return Err(sw::CONDITIONS);
        }
        let object = self.image.objects.get(&tag).ok_or(sw::NO_OBJECT)?;
        if object.len() > le { Err(sw::WRONG_LENGTH) } else { Ok(object.clone()) }
    }

    fn internal_authenticate(&mut self, command: &Command<'_>) -> Outcome {
        if command.p1 != 0x00 || command.p2 & 0xE0 != 0x80 {
            return Err(sw::PARAMETERS);
        }
        let id = self.referenced(command.p2 & 0x1F)?;
        let Ef::Key { key: key @ my_number::Key::Internal, .. } = self.file(id)? else { return Err(sw::CONDITIONS) };
        let key = *key;
        if command.data.is_empty() {
            return Err(sw::WRONG_LENGTH);
        }
        let key = key.private(&self.issued).ok_or(sw::INTERNAL)?;
        crypto::sign(&key, command.data).ok_or(sw::INTERNAL)
    }

    /// `80 2A`: P1 says what is done with the data, P2 which key does it (facts/card.md 2.2).
    fn compute_signature(&mut self, command: &Command<'_>) -> Outcome {
        let block = match (command.p1, command.data) {
            (0x00, data @ [_, ..]) if data.len() <= 245 => data.to_vec(),
            (0x01, data) => crypto::hash(data).to_vec(),
            (0x02, hash) if hash.len() == 32 => crypto::digest_info(hash),
            (0x03, data) => crypto::digest_info(&crypto::hash(data)),
            (0x00 | 0x02, _) => return Err(sw::WRONG_LENGTH),
            _ => return Err(sw::PARAMETERS),
        };
        let id = match command.p2 {
            0x00 => self.current().and_then(|application| application.default_key).ok_or(sw::CONDITIONS)?,
            reference @ 0x80..=0x9E => self.referenced(reference & 0x1F)?,
            _ => return Err(sw::PARAMETERS),
        };
        let Ef::Key { using, key } = self.file(id)? else { return Err(sw::CONDITIONS) };
        let (using, key) = (*using, *key);
        if matches!(key, my_number::Key::Internal) {
            return Err(sw::CONDITIONS);
        }
        if !self.allowed(using) {
            return Err(sw::SECURITY);
        }
        let key = key.inside(&self.issued).ok_or(sw::INTERNAL)?;
        crypto::sign_block(&key, &block).ok_or(sw::INTERNAL)
    }
}

/// The main file of a card that has one beside its applications (ISO 7816-4 5.1.1).
pub const MAIN_FILE: [u8; 2] = [0x3F, 0x00];

/// READ BINARY or READ RECORD.
fn is_read(command: &[u8]) -> bool {
    matches!(command, [0x00, 0xB0 | 0xB2, ..])
}
