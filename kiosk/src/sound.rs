//! Sounds (音): short tones between 500 and 1500 Hz, because age takes the high ones first. No device is no fault.

use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use rodio::Source;
use rodio::source::SineWave;

use crate::visit::Sound;

/// Where to send what is to be heard.
#[derive(Clone)]
pub struct Speaker(Option<Sender<Sound>>);

/// A tone: hertz and milliseconds; 0 hertz is a pause.
type Tone = (f32, u64);

/// How each sound is made.
const fn tones(sound: Sound) -> &'static [Tone] {
    match sound {
        Sound::Key => &[(1000.0, 20)],
        Sound::Found => &[(800.0, 120)],
        Sound::Read => &[(700.0, 110), (1000.0, 140)],
        Sound::Done => &[(700.0, 110), (900.0, 110), (1200.0, 180)],
        Sound::TakeCard => &[(900.0, 130), (0.0, 60), (900.0, 130)],
        Sound::Attention => &[(520.0, 160), (0.0, 60), (520.0, 160)],
        Sound::Stop => &[(1100.0, 150), (850.0, 150), (600.0, 190)],
        Sound::Called => &[(1000.0, 200), (800.0, 280)],
    }
}

impl Speaker {
    /// A thread that opens the loudspeaker for the first sound; without one every sound is silence. Not before: ALSA that is still
    /// looking for a device while a program ends takes the program down with it.
    #[must_use]
    pub fn open() -> Self {
        let (sender, receiver) = channel::<Sound>();
        let started = std::thread::Builder::new().name("sound".to_owned()).spawn(move || {
            let Ok(first) = receiver.recv() else { return };
            let Ok(mut stream) = rodio::DeviceSinkBuilder::open_default_sink() else { return };
            stream.log_on_drop(false);
            for sound in std::iter::once(first).chain(receiver) {
                let sink = rodio::Player::connect_new(stream.mixer());
                for (hertz, milliseconds) in tones(sound) {
                    let tone = SineWave::new(hertz.max(1.0)).take_duration(Duration::from_millis(*milliseconds));
                    sink.append(tone.amplify(if *hertz > 0.0 { 0.2 } else { 0.0 }));
                }
                sink.sleep_until_end();
            }
        });
        Self(started.ok().map(|_| sender))
    }

    /// No sound at all.
    #[must_use]
    pub const fn silent() -> Self {
        Self(None)
    }

    /// Plays without waiting.
    pub fn play(&self, sound: Sound) {
        if let Some(sender) = &self.0 {
            // A thread without a device has ended; silence is what it would have played.
            let _ = sender.send(sound);
        }
    }
}
