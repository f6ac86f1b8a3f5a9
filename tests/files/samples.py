"""Small whole files of every kind, built by hand so that tests can break them at will."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from openpyxl import Workbook

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled"

Members = Mapping[str, bytes | str]


def zipped(members: Members, *, comment: bytes = b"") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return target.getvalue()


def content_types(main: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/main.xml" ContentType="{main}"/></Types>'
    )


def relations(kind: str, target: str, mode: str = "Internal") -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<Relationships xmlns="{space}"><Relationship Id="r1" Type="{office}/{kind}"'
        f' Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def word_parts(main: str = f"{WORD}.main+xml", **_more: str) -> dict[str, bytes | str]:
    return {
        "[Content_Types].xml": content_types(main),
        "_rels/.rels": relations("officeDocument", "word/document.xml"),
        "word/document.xml": "<document>公开</document>",
    }


def docx(
    more: Members | None = None, main: str = f"{WORD}.main+xml", comment: bytes = b""
) -> bytes:
    return zipped({**word_parts(main), **(more or {})}, comment=comment)


def pptx() -> bytes:
    return zipped({"[Content_Types].xml": content_types(f"{SLIDES}.main+xml"), "ppt/p.xml": "<p/>"})


def xlsx() -> bytes:
    """By the library people's programs use, not by hand."""
    book, target = Workbook(), io.BytesIO()
    book.active.append(["标题", 1])
    book.save(target)
    return target.getvalue()


def ofd(root: str = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>') -> bytes:
    return zipped({"OFD.xml": root, "Doc_0/Document.xml": "<Document/>"})


def pdf(body: bytes = b"", tail: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        + body
        + b"\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
        + tail
    )


def pdf_object_stream(inside: bytes) -> bytes:
    packed = zlib.compress(inside)
    return b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 >>\nstream\n" + packed + b"\nendstream\nendobj"


def ole(*names: str) -> bytes:
    """A compound file whose directory holds these names."""
    sector = 512
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(sector, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    entries = [_ole_entry(name) for name in ("Root Entry", *names)]
    entries += [bytes(128)] * (-len(entries) % 4)
    sectors = len(entries) // 4
    struct.pack_into("<III", header, 44, 1, 1, 0)
    struct.pack_into("<IIIII", header, 56, 4096, end, 0, end, 0)
    struct.pack_into("<109I", header, 76, 0, *([free] * 108))
    chain = [table, *range(2, sectors + 1), end]
    fat = struct.pack("<128I", *chain, *([free] * (128 - len(chain))))
    return bytes(header) + fat + b"".join(entries)


def _ole_entry(name: str) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded)).ljust(64, b"\0")


def png(width: int = 2, height: int = 2, tail: bytes = b"", text: bytes = b"") -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        summed = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + summed

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + (chunk(b"tEXt", text) if text else b"")
        + chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
        + chunk(b"IEND", b"")
        + tail
    )


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        + b"\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"
    )


def gif(width: int = 1, height: int = 1, tail: bytes = b"") -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", width, height, 0x80, 0, 0)
        + b"\0\0\0\xff\xff\xff"
        + b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b"
        + tail
    )


def webp(width: int = 1, height: int = 1, tail: bytes = b"") -> bytes:
    frame = b"\x9d\x01\x2a".rjust(6, b"\0") + struct.pack("<HH", width, height)
    body = b"WEBPVP8 " + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body + tail


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def mp4(brand: bytes = b"isom") -> bytes:
    return box(b"ftyp", brand + b"\0\0\2\0isommp42") + box(b"moov", b"x" * 8) + box(b"mdat", b"x")


def wav() -> bytes:
    body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data\0\0\0\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


MP3 = b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x00" + bytes(400)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(40)

DECENT = {
    "通知.pdf": pdf(),
    "压缩对象.pdf": pdf(pdf_object_stream(b"1 0 << /Type /Page >>")),
    "公文.ofd": ofd(),
    "方案.docx": docx(),
    "带图表.docx": docx({"word/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx()}),
    "带链接.docx": docx({"word/_rels/d.rels": relations("hyperlink", "http://gov.cn", "External")}),
    "目录.xlsx": xlsx(),
    "解读.pptx": pptx(),
    "旧.doc": ole("WordDocument", "1Table"),
    "旧.xls": ole("Workbook", "\x05SummaryInformation"),
    "更旧.xls": ole("Book"),
    "旧.ppt": ole("PowerPoint Document", "Current User"),
    "金山.wps": ole("WordDocument"),
    "金山.et": ole("Workbook"),
    "金山.dps": ole("PowerPoint Document"),
    "图.png": png(),
    "照片.jpg": jpeg(),
    "照片.JPEG": jpeg(),
    "动图.gif": gif(),
    "图.webp": webp(),
    "录音.mp3": MP3,
    "录音.wav": wav(),
    "录音.m4a": mp4(b"M4A "),
    "录像.mp4": mp4(),
    "录像.webm": WEBM,
    "台账.csv": "序号,事项\r\n1,公开\r\n".encode(),
    "带BOM.csv": "序号,事项\r\n".encode("utf-8-sig"),
    "国标.csv": "序号,事项\r\n".encode("gb18030"),
    "说明.txt": "关于<办法>的说明，见 <1> 与 a<b".encode(),
    "说明UTF16.txt": "说明".encode("utf-16"),
}
