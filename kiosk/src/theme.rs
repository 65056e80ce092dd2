//! Colours and sizes (配色と寸法): all of them, from looks/LOOKS.md.
