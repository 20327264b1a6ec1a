"""The words of numbers in Thai, Lao, Malay, English and Khmer, and what they add up to."""

import re
from dataclasses import dataclass

MILLION = 1_000_000

# Kinds: a digit, a figure, ten (สิบ), tens (ซาว), teens (belas), a unit, half, นึง, เอ็ด.
_SPELT = {
    "digit": (
        "หนึ่ง หนึง หนื่ง ຫນຶ່ງ ນຶ່ງ satu one=1 สอง ສອງ dua two=2 ยี่ ຍີ່=2 สาม ສາມ tiga three=3 "
        "สี่ ສີ່ empat four=4 ห้า ຫ້າ lima limo five=5 หก ຫົກ enam six=6 เจ็ด เจด ເຈັດ tujuh seven=7 "
        "แปด ແປດ lapan delapan eight=8 เก้า ເກົ້າ sembilan nine=9"
    ),
    "ten": "สิบ ສິບ puluh=10",
    "tens": (
        "ซาว ຊາວ twenty=20 sepuluh ten=10 sebelas eleven=11 twelve=12 thirteen=13 fourteen=14 "
        "fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 thirty=30 forty=40 "
        "fifty=50 sixty=60 seventy=70 eighty=80 ninety=90"
    ),
    "teens": "belas=10",
    "unit": (
        "ร้อย ฮ้อย ຮ້ອຍ ratus seratus hundred=100 พัน ພັນ ពាន់ ထောင် ribu seribu thousand=1000 "
        "หมื่น หมืน หมื้น หมึ่น หมึน ຫມື່ນ ម៉ឺន သောင်း=10000 แสน ແສນ=100000 "
        "ล้าน ລ້ານ juta sejuta million=1000000"
    ),
    "half": "ครึ่ง ຄຶ່ງ=1",
    "single": "นึง=1",
    "only": "เดียว=1",
    "one": "เอ็ด ເອັດ=1",
}


def _vocabulary() -> dict[str, tuple[str, int]]:
    words: dict[str, tuple[str, int]] = {}
    for kind, groups in _SPELT.items():
        for names, value in re.findall(r"([^=]+)=(\d+)\s*", groups):
            words |= {name: (kind, int(value)) for name in names.split()}
    return words


WORDS = _vocabulary()
UNITS = [word for word, (kind, _) in WORDS.items() if kind == "unit"]


@dataclass(frozen=True)
class Token:
    """A word or figure in a text, its kind, and what it is worth."""

    kind: str
    value: float
    start: int
    end: int


def value_of(part: list[Token]) -> float:
    """Return the value of the words of one number: สาม หมื่น ห้า is 35,000."""
    sum_ = _Sum()
    for token in part:
        sum_.add(token)
    return sum_.result()


@dataclass
class _Sum:
    """A spelt number added up from left to right."""

    total: float = 0
    unit: float = 0  # the last one
    open: float | None = None  # digits and tens that wait for their unit
    spare: float = 0  # a digit before another: พันสองห้าสิบ is 1,250
    last: str = ""

    def add(self, token: Token) -> None:
        kind = self._kind(token)
        getattr(self, f"_{kind}")(token.value)
        self.last = kind

    def _kind(self, token: Token) -> str:
        """แสนหนึ่ง is, as people say it, one แสน; หมื่นเอ็ด is eleven thousand, ร้อยเอ็ด 101."""
        if token.kind == "single" and not self.unit:
            return "digit"
        if token.kind == "digit" and token.value == 1 and self.last == "unit":
            return "single"
        if token.kind == "one" and self.last == "unit" and self.unit >= 1000:
            return "digit"
        return token.kind

    def _digit(self, value: float) -> None:
        if self.last in {"ten", "tens"}:
            self.open = (self.open or 0) + value
        else:
            self.spare, self.open = self.open or 0, value

    def _figure(self, value: float) -> None:
        self.open = value

    def _ten(self, value: float) -> None:
        if self.unit >= 1000:
            self.total += self.spare * self.unit / 10
        self.spare, self.open = 0, (self.open or 1) * value

    def _tens(self, value: float) -> None:
        self.open = (self.open or 0) + value

    _teens = _tens

    def _one(self, value: float) -> None:
        self.open = (self.open or 0) + value

    def _single(self, _value: float) -> None:
        """หมื่นนึง is ten thousand, สองหมื่นนึง twenty-one."""
        self.open = None if self.total == self.unit else 1

    def _only(self, _value: float) -> None:
        """หมื่นเดียว and หกหมื่นเดียว are that much and no more."""

    def _half(self, _value: float) -> None:
        if self.unit:
            self.total += self.unit / 2
        else:
            self.open = 0.5

    def _unit(self, value: float) -> None:
        if value == MILLION or (0 < self.total < value):
            self.total = ((self.total + (self.open or 0)) or 1) * value
        else:
            self.total += (1 if self.open is None else self.open) * value
        self.unit, self.open, self.spare = value, None, 0

    def result(self) -> float:
        """A digit left over counts tenths of the last unit: สามหมื่นห้า is 35,000."""
        rest = self.open or 0
        if self.last not in {"digit", "figure", "single"} or rest >= 10 or self.unit < 100:
            return self.total + rest
        if self.spare:
            return self.total + (self.spare * 10 + rest) * self.unit / 100
        return self.total + rest * self.unit / 10
