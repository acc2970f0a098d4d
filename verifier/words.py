"""Texts that an encoding gives in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, order=True)
class Bilingual:
    """One text in Chinese and in English; as a parameter of a `Message` it is shown in either."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en

    def text(self, language: Language) -> str:
        """Pick a language."""
        return self.zh if language == "zh" else self.en
