# Debian packages: what a command needs, why, and the one place that installs them. Sourced by ./demo and ./check.
# shellcheck shell=bash

# name|why
build_packages=(
  "gcc|compiles SQLCipher inside the database crate"
  "pkg-config|finds the libraries below"
  "libpcsclite-dev|talks to card readers (PC/SC)"
  "libssl-dev|encrypts the database (SQLCipher)"
  "libasound2-dev|plays sounds"
  "libxkbcommon-x11-0|keyboard of the window"
  "poppler-utils|reads the text of forms in tests (pdftotext)"
  "libxcursor1|pointer of the window"
  "libxi6|touch input of the window"
  "libxrandr2|size of the display"
  "fonts-noto-cjk|glyphs and scripts the shipped fonts lack"
)
demo_packages=(
  "xvfb|a display where there is none"
  "xauth|lets a program open that display"
)
check_packages=(
  "pcscd|the smart card service the card tests use"
  "vsmartcard-vpcd|a virtual card reader for pcscd"
  "opensc|an independent card program that judges the simulated card"
  "openssl|verifies the signatures OpenSC made"
  "zbar-tools|an independent reader of the codes on slips (zbarimg)"
  "procps|lets tests find their own processes"
  "cage|the compositor of a counter, which no key may leave"
  "xwayland|what cage does not start without"
  "duktape|runs the polkit rules as polkit does"
  "cups-ipp-utils|an A4 printer that speaks IPP (ippeveprinter), which judges our client"
  "cups-daemon|a print queue before that printer"
  "cups-client|makes and pauses that queue"
  "cups-filters|lets that queue take PDF"
  "dbus|what ippeveprinter announces itself over"
  "avahi-daemon|what ippeveprinter announces itself with"
  "python3-venv|installs invenio-sip2, a library system's protocol that judges our SIP2 client"
  "redis-server|what invenio-sip2 remembers its terminals in"
)

say() { printf '%s\n' "$*"; }

# need <yes?> <package|why>...: installs what is missing; asks unless root, --yes or CI.
need() {
  local yes=$1; shift
  if ! command -v cargo >/dev/null 2>&1; then
    say "Rust is missing. Install it from https://rustup.rs and run this again."
    exit 1
  fi
  if ! command -v dpkg-query >/dev/null 2>&1; then
    say "This is not Debian. Install what these Debian packages hold, then set KAZASU_PACKAGES=installed and run this again:"
    local row; for row in "$@"; do say "  ${row%%|*}: ${row#*|}"; done
    [ "${KAZASU_PACKAGES:-}" = installed ] && return 0
    exit 1
  fi
  local missing=() row name
  for row in "$@"; do
    name=${row%%|*}
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$row")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "These Debian packages are missing:"
  for row in "${missing[@]}"; do say "  ${row%%|*}: ${row#*|}"; done
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo=(sudo)
    if [ "$yes" != yes ]; then
      read -r -p "Install them now with sudo apt-get? [y/N] " answer </dev/tty || answer=n
      case "$answer" in y|Y|yes) ;; *) say "Nothing was installed."; exit 1 ;; esac
    fi
  fi
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]%%|*}" >/dev/null
}

# Tells how long the next build takes, by whether this machine has built before.
announce_build() {
  if [ -x "${CARGO_TARGET_DIR:-target}/debug/kiosk" ]; then
    say "Building what changed (seconds)."
  else
    say "First build: about 20 minutes on 2 cores, once. Later builds take seconds."
  fi
}
