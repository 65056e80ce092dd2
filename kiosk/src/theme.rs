//! Colours and sizes (配色と寸法): all of them, by the measures of a 1920 × 1080 counter display.
//!
//! デジタル庁 design tokens; every text under 64 px has a contrast of 10:1 or better. The 20:1 mode knows black and
//! white only.

use iced::{Color, Font, font};

/// Japanese and やさしい日本語.
pub const JAPANESE: &str = "BIZ UDPGothic";
/// Every other language, and glyphs the first one lacks.
pub const OTHER: &str = "Noto Sans CJK JP";

/// How a person wants to see things (文字と色).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub size: TextSize,
    /// Black and white only (20:1).
    pub contrast: bool,
    /// 動きを減らす: stills instead of motion.
    pub still: bool,
    /// Little power is left: dark, and nothing moves. The terminal's, never a person's choice.
    pub dim: bool,
}

/// Four text sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    #[default]
    Normal,
    Large,
    Larger,
    Largest,
}

impl TextSize {
    /// All sizes, small to large.
    pub const ALL: [Self; 4] = [Self::Normal, Self::Large, Self::Larger, Self::Largest];

    /// Percent of the normal size.
    #[must_use]
    pub const fn percent(self) -> u16 {
        match self {
            Self::Normal => 100,
            Self::Large => 120,
            Self::Larger => 140,
            Self::Largest => 175,
        }
    }
}

/// The colours of one mode.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Card panel, main button, selected.
    pub key: Color,
    /// On `key`.
    pub on_key: Color,
    pub pressed: Color,
    pub on_pressed: Color,
    pub navy: Color,
    pub from_card: Color,
    pub ring: Color,
    pub blue_line: Color,
    pub ink: Color,
    pub ink2: Color,
    pub line: Color,
    pub hairline: Color,
    pub tool: Color,
    pub ground: Color,
    pub page: Color,
    pub attention: Color,
    pub on_attention: Color,
    pub warn: Color,
    pub good: Color,
    pub good_pale: Color,
    pub stop: Color,
    pub error_line: Color,
    pub error_row: Color,
    /// The practice dock.
    pub dock: Color,
    /// The ground behind the card panel.
    pub panel: Color,
    /// What stands on the panel.
    pub on_panel: Color,
    /// The main button and what is selected.
    pub act: Color,
    pub on_act: Color,
    /// The rail of the staff pages.
    pub rail: Color,
    pub on_rail: Color,
}

const fn hex(rgb: u32) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color::from_rgb8(r, g, b)
}

const COLOUR: Palette = Palette {
    key: hex(0x00_17_c1),
    on_key: hex(0xff_ff_ff),
    pressed: hex(0x00_11_8f),
    on_pressed: hex(0xff_ff_ff),
    navy: hex(0x00_00_60),
    from_card: hex(0xe8_f1_fe),
    ring: hex(0xd9_e6_ff),
    blue_line: hex(0x9d_b7_f9),
    ink: hex(0x1a_1a_1a),
    ink2: hex(0x33_33_33),
    line: hex(0x66_66_66),
    hairline: hex(0xcc_cc_cc),
    tool: hex(0xe6_e6_e6),
    ground: hex(0xf2_f2_f2),
    page: hex(0xff_ff_ff),
    attention: hex(0xff_d4_3d),
    on_attention: hex(0x00_00_00),
    warn: hex(0xff_f0_b3),
    good: hex(0x0c_47_2a),
    good_pale: hex(0xe6_f5_ec),
    stop: hex(0xce_00_00),
    error_line: hex(0xec_00_00),
    error_row: hex(0xfd_ee_ee),
    dock: hex(0x33_33_33),
    panel: hex(0x00_17_c1),
    on_panel: hex(0xff_ff_ff),
    act: hex(0x00_17_c1),
    on_act: hex(0xff_ff_ff),
    rail: hex(0x00_00_60),
    on_rail: hex(0xff_ff_ff),
};

const BLACK: Color = hex(0x00_00_00);
const WHITE: Color = hex(0xff_ff_ff);

const CONTRAST: Palette = Palette {
    key: WHITE,
    on_key: BLACK,
    pressed: WHITE,
    on_pressed: BLACK,
    navy: WHITE,
    from_card: BLACK,
    ring: BLACK,
    blue_line: WHITE,
    ink: WHITE,
    ink2: WHITE,
    line: WHITE,
    hairline: WHITE,
    tool: BLACK,
    ground: BLACK,
    page: BLACK,
    attention: BLACK,
    on_attention: WHITE,
    warn: BLACK,
    good: WHITE,
    good_pale: BLACK,
    stop: WHITE,
    error_line: WHITE,
    error_row: BLACK,
    dock: BLACK,
    panel: BLACK,
    on_panel: WHITE,
    act: WHITE,
    on_act: BLACK,
    rail: WHITE,
    on_rail: BLACK,
};

/// Little power: dark and calm. Text keeps 10:1, what calls for attention stays as bright as it was.
const DIM: Palette = Palette {
    key: hex(0xb3_c8_ff),
    on_key: hex(0x00_00_1f),
    pressed: hex(0xd9_e4_ff),
    on_pressed: hex(0x00_00_1f),
    navy: hex(0xb3_c8_ff),
    from_card: hex(0x14_1d_38),
    ring: hex(0x26_34_5c),
    blue_line: hex(0x5b_76_c4),
    ink: hex(0xf2_f2_f2),
    ink2: hex(0xd9_d9_d9),
    line: hex(0xa6_a6_a6),
    hairline: hex(0x4d_4d_4d),
    tool: hex(0x26_28_2c),
    ground: hex(0x1a_1c_20),
    page: hex(0x10_12_15),
    attention: hex(0xff_d4_3d),
    on_attention: hex(0x00_00_00),
    warn: hex(0x33_2b_08),
    good: hex(0x8f_e0_b4),
    good_pale: hex(0x10_28_1c),
    stop: hex(0xff_b3_b3),
    error_line: hex(0xff_8f_8f),
    error_row: hex(0x38_14_18),
    dock: hex(0x1a_1a_1a),
    panel: hex(0x0b_12_30),
    on_panel: hex(0xf2_f2_f2),
    act: hex(0xb3_c8_ff),
    on_act: hex(0x00_00_1f),
    rail: hex(0x0b_12_30),
    on_rail: hex(0xd9_e4_ff),
};

/// The ring around what the keyboard stands on, outside and inside; the same in every look.
pub const FOCUS: (Color, Color) = (hex(0xff_d4_3d), BLACK);

impl Look {
    /// The colours to draw with.
    #[must_use]
    pub const fn palette(self) -> &'static Palette {
        match (self.contrast, self.dim) {
            (true, _) => &CONTRAST,
            (false, true) => &DIM,
            (false, false) => &COLOUR,
        }
    }

    /// Stills instead of motion.
    #[must_use]
    pub const fn stands(self) -> bool {
        self.still || self.dim
    }

    /// The page has another ground than the window's white.
    #[must_use]
    pub const fn dark(self) -> bool {
        self.contrast || self.dim
    }

    /// Labels, buttons and support text grow by the whole size.
    #[must_use]
    pub fn label(self, px: f32) -> f32 {
        px * f32::from(self.size.percent()) / 100.0
    }

    /// Titles grow by half as much.
    #[must_use]
    pub fn title(self, px: f32) -> f32 {
        px * (1.0 + f32::from(self.size.percent() - 100) / 200.0)
    }

    /// Tools and the rail stop at 120 %.
    #[must_use]
    pub fn tool(self, px: f32) -> f32 {
        px * f32::from(self.size.percent().min(120)) / 100.0
    }

    /// Width of a control's border; thicker in the 20:1 mode.
    #[must_use]
    pub fn border(self, px: f32) -> f32 {
        if self.contrast { px.max(5.0) } else { px }
    }
}

/// The face for a language.
#[must_use]
pub fn font(lang: &str, bold: bool) -> Font {
    let family = if lang.starts_with("ja") { JAPANESE } else { OTHER };
    Font { weight: if bold { font::Weight::Bold } else { font::Weight::Normal }, ..Font::with_name(family) }
}

/// Milliseconds between two pictures of something that moves: twelve a second.
pub const TICK: u32 = 84;

/// Sizes of text (looks/LOOKS.md 3), before the person's own size is applied.
pub mod px {
    pub const TITLE: f32 = 64.0;
    pub const LEAD: f32 = 52.0;
    pub const CHOICE: f32 = 46.0;
    pub const BUTTON: f32 = 44.0;
    pub const VALUE: f32 = 40.0;
    pub const BODY: f32 = 36.0;
    pub const HINT: f32 = 34.0;
    pub const TOOL: f32 = 32.0;
    pub const SUPPORT: f32 = 30.0;
    pub const SMALL: f32 = 28.0;
    pub const MARK: f32 = 26.0;
    /// Staff pages and the practice dock only.
    pub const NOTE: f32 = 24.0;
    pub const PERSON: f32 = 38.0;
    pub const HEAD: f32 = 48.0;
    pub const FIGURE: f32 = 56.0;
    /// A closed counter, read from afar; a sum, a count.
    pub const NOTICE: f32 = 80.0;
    pub const SUM: f32 = 88.0;
    pub const COUNT: f32 = 96.0;
    /// The number that is called, read from across a hall.
    pub const CALLED: f32 = 200.0;
}

/// Heights, widths and gaps (px at 1920 × 1080).
pub mod measure {
    pub const BAR_TOP: f32 = 120.0;
    pub const BAR_BOTTOM: f32 = 168.0;
    /// The foot of a page without an act.
    pub const BAR_EMPTY: f32 = 32.0;
    pub const PANEL: f32 = 800.0;
    pub const RAIL: f32 = 184.0;
    pub const MARGIN: f32 = 96.0;
    pub const MARGIN_OPEN: f32 = 72.0;
    pub const CONTENT: f32 = 1544.0;
    pub const RADIUS: f32 = 16.0;
    /// The focus ring: this much outside the target, this much inside.
    pub const FOCUS_OUTER: f32 = 8.0;
    pub const FOCUS_INNER: f32 = 4.0;
    /// The open panel on a small display, and above the matter on an upright one; the rail there.
    pub const PANEL_NARROW: f32 = 688.0;
    pub const PANEL_UPRIGHT: f32 = 760.0;
    pub const RAIL_UPRIGHT: f32 = 120.0;
    pub const BIG_BUTTON: f32 = 112.0;
    pub const SMALL_BUTTON: f32 = 88.0;
    pub const GAP: f32 = 16.0;
    pub const HAIRLINE: f32 = 2.0;
    /// A row of a menu, and of the ways on.
    pub const MENU: f32 = 136.0;
    pub const BAND: f32 = 60.0;
    pub const DOCK: f32 = 320.0;

    /// Papers on screen.
    pub mod sheet {
        /// A page beside a label.
        pub const TINY: (f32, f32) = (92.0, 130.0);
        /// A page beside one of its halves: with two buttons as high as the half.
        pub const SMALL: (f32, f32) = (341.0, 482.0);
        /// Half a page of A4, to be read.
        pub const LARGE: (f32, f32) = (976.0, 690.0);
        /// A whole page on an upright display.
        pub const UPRIGHT: (f32, f32) = (940.0, 1330.0);
        /// The slip on the last page.
        pub const SLIP: (f32, f32) = (368.0, 720.0);
        /// The line around paper.
        pub const EDGE: f32 = 3.0;
        /// The teeth where a slip was torn off.
        pub const TOOTH: f32 = 16.0;
        /// The sign on an empty sheet.
        pub const SIGN: f32 = 96.0;
    }
}
