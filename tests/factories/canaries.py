"""Applicants nobody else is like: what is theirs can be found wherever it lies."""

import json
from dataclasses import dataclass
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum.cn import ric

from requests_foia.domain.filing import ApplicantData
from requests_foia.domain.vocabulary import ApplicantClass, IdType

# What every piece of a kind begins with or holds, whoever it belongs to.
STEMS = ("欧阳雀", "110105194912311", "13855", "canary", "雀鸣巷", "雀鸣文件", "雀鸣内容")
ONE_OF_EACH = ("name", "id_number", "phone", "email", "address", "file_name", "file_text")


@dataclass(frozen=True)
class Canary:
    """Seven pieces of personal data that stand nowhere but where the applicant put them."""

    name: str
    id_number: str
    phone: str
    email: str
    address: str
    file_name: str
    file_text: str

    @property
    def pieces(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ONE_OF_EACH}

    @property
    def applicant(self) -> ApplicantData:
        return ApplicantData(
            applicant_class=ApplicantClass.CITIZEN,
            name=self.name,
            id_type=IdType.ID_CARD,
            id_number=self.id_number,
            phone=self.phone,
            fax=self.phone,
            email=self.email,
            address=self.address,
            postcode="310000",
        )

    @property
    def words(self) -> str:
        """A sentence in which a careless writer says who is meant."""
        return (
            f"本人{self.name}（{self.id_number}），电话{self.phone}，住{self.address}，{self.email}"
        )

    def upload(self) -> SimpleUploadedFile:
        return SimpleUploadedFile(self.file_name, f"说明,{self.file_text}\n".encode(), "text/csv")


def canary(number: int) -> Canary:
    """The canary of that number, from 0 to 899."""
    born = f"11010519491231{100 + number:03}"
    return Canary(
        name=f"欧阳雀{chr(0x5200 + number)}鸣",
        id_number=born + ric.calc_check_digit(f"{born}0"),
        phone=f"13855{number:03}917",
        email=f"canary{number:03}x@post.example.com",
        address=f"云溪区雀鸣巷{7000 + number}号",
        file_name=f"雀鸣文件{number:03}乙.csv",
        file_text=f"雀鸣内容{number:03}丙",
    )


def spellings(piece: str) -> set[bytes]:
    """How a piece may stand in an answer: plain, as JSON, in an address, in another encoding."""
    return {
        piece.encode(),
        json.dumps(piece)[1:-1].encode(),
        quote(piece).encode(),
        quote(piece, safe="@").lower().encode(),
        piece.encode("utf-16-le"),
    }


_STEMS = tuple(spelling for stem in STEMS for spelling in spellings(stem))


def has_stem(haystack: bytes) -> bool:
    """Whether anybody's piece could stand in it at all: quickly answered for many answers."""
    return any(stem in haystack for stem in _STEMS)
