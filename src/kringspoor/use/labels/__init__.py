"""Labels for devices: a code that a phone or a scanner reads, and beside it what a person reads.

    layouts     the papers to print on, in millimetres
    codes       QR and Data Matrix as squares, and the largest that a label has room for
    lettering   lines of text that never outgrow their place
    sheets      pages as SVG, and the pages together as PDF

A label says the tag, the organisation and the model; never a person.
"""

from kringspoor.use.labels.codes import KINDS, Kind
from kringspoor.use.labels.layouts import LAYOUTS, Layout
from kringspoor.use.labels.sheets import Label, address_of, as_pdf, sheet

__all__ = ["KINDS", "LAYOUTS", "Kind", "Label", "Layout", "address_of", "as_pdf", "sheet"]
