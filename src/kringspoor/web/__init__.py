"""The web door: settings, addresses, the page around every page."""
