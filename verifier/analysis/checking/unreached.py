"""Why a property says nothing of a document."""

from __future__ import annotations

from verifier.errors import Message, message
from verifier.properties.declared import Property


def unreached(item: Property) -> Message:
    """No case reaches what the property speaks of: what that would be."""
    if not item.speaks_of.zh:
        return message("no case reaches what the property speaks of")
    return message("no case reaches what the property speaks of: {what}", what=item.speaks_of)
