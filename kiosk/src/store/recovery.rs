//! The recovery key (復旧の鍵): 160 random bits on paper, sealed and put into a safe (封をして金庫へ).
//!
//! Eight groups of five letters: four of Crockford's base 32 carry the key, the fifth checks the group. The check is a
//! sum over GF(32) with another weight for each letter and each group, so that one wrong letter, two letters changed
//! about and two groups changed about are noticed, and the group is named.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Fault;

/// Crockford's base 32: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 8;
const IN_GROUP: usize = 4;
/// 5 bits a letter.
const BYTES: usize = GROUPS * IN_GROUP * 5 / 8;

/// 160 bits, wiped on drop. Shown once, on paper and on the terminal of the command line.
pub struct RecoveryKey(Zeroizing<[u8; BYTES]>);

/// What is wrong with a recovery key that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistyped {
    #[error("the recovery key has {GROUPS} groups of {} letters", IN_GROUP + 1)]
    Length,
    /// From 1.
    #[error("look at group {0} again")]
    Group(usize),
}

impl RecoveryKey {
    /// A new one.
    pub(super) fn random() -> Result<Self, Fault> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        getrandom::fill(bytes.as_mut()).map_err(|error| Fault::Other(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// The groups as they are printed.
    #[must_use]
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        let values = self.values();
        let group = |(at, values): (usize, &[u8])| {
            let mut text = Zeroizing::new(String::with_capacity(IN_GROUP + 1));
            values.iter().copied().chain([check(at, values)]).for_each(|value| text.push(letter(value)));
            text
        };
        values.chunks(IN_GROUP).enumerate().map(group).collect()
    }

    /// From what a person typed: blanks and hyphens do not count, small letters are read as large, O as 0, I and L as 1.
    ///
    /// # Errors
    /// [`Mistyped`] names the group.
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        let typed: Zeroizing<Vec<char>> =
            Zeroizing::new(text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect());
        if typed.len() != GROUPS * (IN_GROUP + 1) {
            return Err(Mistyped::Length);
        }
        let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * IN_GROUP));
        for (at, group) in typed.chunks(IN_GROUP + 1).enumerate() {
            let mistyped = Mistyped::Group(at + 1);
            let group = group.iter().map(|letter| value(*letter)).collect::<Option<Vec<_>>>().ok_or(mistyped)?;
            let group = Zeroizing::new(group);
            let (last, first) = group.split_last().ok_or(mistyped)?;
            if check(at, first) != *last {
                return Err(mistyped);
            }
            values.extend_from_slice(first);
        }
        Ok(Self::of_values(&values))
    }

    /// The key that wraps the database key. 160 random bits need no stretching.
    pub(super) fn derive(&self, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, Fault> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(salt), self.0.as_ref())
            .expand(b"kazasu recovery key 1", key.as_mut())
            .map_err(|error| Fault::Other(error.to_string()))?;
        Ok(key)
    }

    /// Five bits each.
    fn values(&self) -> Zeroizing<Vec<u8>> {
        let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * IN_GROUP));
        let (mut bits, mut count) = (0_u32, 0_u32);
        for byte in self.0.iter() {
            bits = (bits << 8) | u32::from(*byte);
            count += 8;
            while count >= 5 {
                count -= 5;
                values.push(u8::try_from((bits >> count) & 31).unwrap_or(0));
            }
        }
        values
    }

    fn of_values(values: &[u8]) -> Self {
        let mut bytes = Zeroizing::new([0; BYTES]);
        let mut places = bytes.iter_mut();
        let (mut bits, mut count) = (0_u32, 0_u32);
        for value in values {
            bits = (bits << 5) | u32::from(*value);
            count += 5;
            if count >= 8 {
                count -= 8;
                if let Some(place) = places.next() {
                    *place = u8::try_from((bits >> count) & 255).unwrap_or(0);
                }
            }
        }
        Self(bytes)
    }
}

fn letter(value: u8) -> char {
    LETTERS.get(usize::from(value)).map_or('0', |letter| char::from(*letter))
}

fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    LETTERS.iter().position(|known| char::from(*known) == letter).and_then(|at| u8::try_from(at).ok())
}

/// Σ αⁱ·cᵢ over GF(32) = GF(2)[x]/(x⁵+x²+1), α = x, and the group's number.
fn check(group: usize, values: &[u8]) -> u8 {
    let start = u8::try_from(group % 32).unwrap_or(0);
    let sum = values.iter().fold(start, |sum, value| double(sum) ^ value);
    double(sum)
}

fn double(value: u8) -> u8 {
    let twice = value << 1;
    if twice & 32 == 0 { twice } else { (twice ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: &RecoveryKey) -> String {
        key.groups().iter().map(|group| group.as_str().to_owned()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_printed_is_read_again_however_it_is_typed() {
        let key = RecoveryKey::random().unwrap();
        let printed = text(&key);
        assert_eq!(printed.len(), 8 * 5 + 7);
        for typed in [printed.clone(), printed.to_lowercase(), printed.replace(' ', "-"), printed.replace('0', "o")] {
            assert_eq!(RecoveryKey::parse(&typed).ok().map(|key| *key.0), Some(*key.0));
        }
    }

    #[test]
    fn one_wrong_letter_or_two_changed_about_name_their_group() {
        let key = RecoveryKey::of_values(&(0..32).collect::<Vec<_>>());
        let printed: Vec<char> = text(&key).chars().collect();
        for at in (0..printed.len()).filter(|at| printed[*at] != ' ') {
            for other in LETTERS.iter().map(|letter| char::from(*letter)).filter(|other| *other != printed[at]) {
                let mut typed = printed.clone();
                typed[at] = other;
                let found = RecoveryKey::parse(&typed.iter().collect::<String>()).err();
                assert_eq!(found, Some(Mistyped::Group(at / 6 + 1)), "{other} at {at}");
            }
            if at + 1 < printed.len() && printed[at + 1] != ' ' && printed[at] != printed[at + 1] {
                let mut typed = printed.clone();
                typed.swap(at, at + 1);
                let found = RecoveryKey::parse(&typed.iter().collect::<String>()).err();
                assert_eq!(found, Some(Mistyped::Group(at / 6 + 1)), "swapped at {at}");
            }
        }
        let mut groups: Vec<_> = text(&key).split(' ').map(str::to_owned).collect();
        groups.swap(2, 5);
        assert_eq!(RecoveryKey::parse(&groups.concat()).err(), Some(Mistyped::Group(3)));
        assert_eq!(RecoveryKey::parse("0000 0000").err(), Some(Mistyped::Length));
        assert_eq!(RecoveryKey::parse(&"U".repeat(40)).err(), Some(Mistyped::Group(1)));
    }
}
