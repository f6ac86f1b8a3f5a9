"""More than sixty files that must not get in, each with the reasons it is refused for."""

import struct

from portal.files.domain.archives import MEMBERS_MAX
from portal.files.domain.traces import EICAR
from tests.files.samples import (
    MACRO_WORD,
    MP3,
    content_types,
    docx,
    gif,
    jpeg,
    mp4,
    ofd,
    ole,
    pdf,
    pdf_object_stream,
    png,
    relations,
    wav,
    webp,
    word_parts,
    xlsx,
    zipped,
)

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SCRIPT = b"<script>alert(document.domain)</script>"
DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
BILLION = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
PROGRAM = b"MZ\x90\x00" + bytes(60)
INNER_ZIP = zipped({"a.txt": "a"})


def bomb() -> bytes:
    return docx({"word/media/zeros.bin": bytes(40 * 2**20)})


def many() -> bytes:
    return docx({f"word/x{number}.xml": "" for number in range(MEMBERS_MAX + 1)})


def lying_size() -> bytes:
    """The directory says one byte, the member unpacks to more."""
    content = bytearray(docx({"word/big.bin": bytes(5000)}))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/big.bin"))
    struct.pack_into("<I", content, at + 24, 1)
    return bytes(content)


def overlapping() -> bytes:
    """Every entry of the directory points at the same bytes."""
    content = bytearray(zipped({**word_parts(), "word/a.bin": bytes(90_000), "word/b.bin": b"x"}))
    first = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/a.bin"))
    second = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/b.bin"))
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def duplicated() -> bytes:
    """One program reads the first of two equal names, another the last."""
    content = zipped({**word_parts(), "word/documenX.xml": "<evil/>"})
    return content.replace(b"word/documenX.xml", b"word/document.xml")


def locked() -> bytes:
    content = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def gif_script() -> bytes:
    """Valid JavaScript that begins like a GIF."""
    return b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//"


HOSTILE: dict[str, tuple[str, bytes, set[str]]] = {
    "empty": ("a.pdf", b"", {"empty"}),
    "empty, no kind": ("a.exe", b"", {"empty", "extension"}),
    "page": ("a.html", HTML, {"extension"}),
    "page as xhtml": ("a.xhtml", HTML, {"extension"}),
    "svg": ("a.svg", SVG, {"extension"}),
    "script": ("a.js", b"alert(1)", {"extension"}),
    "php": ("a.php", b"<?php system($_GET['c']);", {"extension"}),
    "program": ("a.exe", PROGRAM, {"extension"}),
    "shell": ("a.sh", b"#!/bin/sh\nrm -rf /", {"extension"}),
    "zip": ("a.zip", INNER_ZIP, {"extension"}),
    "rar": ("a.rar", b"Rar!\x1a\x07\x00", {"extension"}),
    "macro template": ("a.docm", docx(main=f"{MACRO_WORD}.main+xml"), {"extension"}),
    "no extension": ("README", b"text", {"extension"}),
    "double extension": ("a.pdf.exe", pdf(), {"extension"}),
    "trailing dot": ("a.html.", HTML, {"extension"}),
    "direction trick": ("a\u202efdp.exe", PROGRAM, {"extension"}),
    "page as pdf": ("a.pdf", HTML, {"mismatch"}),
    "page as picture": ("a.jpg", HTML, {"mismatch"}),
    "page as text": ("a.txt", HTML, {"disguised"}),
    "page as csv": ("a.csv", b"\n \t<HTML><body>", {"disguised"}),
    "page in utf-16": ("a.txt", HTML.decode().encode("utf-16"), {"disguised"}),
    "svg as text": ("a.txt", SVG, {"disguised"}),
    "svg as picture": ("a.png", SVG, {"mismatch"}),
    "php as text": ("a.txt", b"<?php echo 1;", {"disguised"}),
    "program as document": ("a.doc", PROGRAM, {"mismatch"}),
    "program as text": ("a.txt", PROGRAM, {"mismatch"}),
    "pdf as text": ("a.txt", b"%PDF-1.4 text", {"disguised"}),
    "nul in text": ("a.txt", b"a\0b", {"mismatch"}),
    "escape codes in text": ("a.txt", b"a\x1c\x1db", {"mismatch"}),
    "broken text": ("a.csv", b"\xff\xff\xff,", {"mismatch"}),
    "picture as pdf": ("a.pdf", png(), {"mismatch"}),
    "pdf as picture": ("a.png", pdf(), {"mismatch"}),
    "jpeg as png": ("a.png", jpeg(), {"mismatch"}),
    "sound as film": ("a.mp4", wav(), {"mismatch"}),
    "docx as xlsx": ("a.xlsx", docx(), {"mismatch"}),
    "xlsx as docx": ("a.docx", xlsx(), {"mismatch"}),
    "zip as docx": ("a.docx", INNER_ZIP, {"mismatch"}),
    "zip as ofd": ("a.ofd", INNER_ZIP, {"mismatch"}),
    "ofd of another space": ("a.ofd", ofd("<OFD/>"), {"mismatch"}),
    "doc as xls": ("a.xls", ole("WordDocument"), {"mismatch"}),
    "installer as doc": ("a.doc", ole("Property", "_StringPool"), {"mismatch"}),
    "pdf not at the start": ("a.pdf", b"GIF89a" + pdf(), {"mismatch"}),
    "pdf with page before": ("a.pdf", HTML + pdf(), {"mismatch"}),
    "pdf with page inside": ("a.pdf", pdf(SCRIPT), {"disguised"}),
    "pdf with something behind": ("a.pdf", pdf(tail=HTML), {"disguised"}),
    "pdf with zip behind": ("a.pdf", pdf(tail=INNER_ZIP), {"disguised"}),
    "pdf cut off": ("a.pdf", pdf()[:60], {"damaged"}),
    "pdf with script": ("a.pdf", pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), {"active"}),
    "pdf with veiled script": ("a.pdf", pdf(b"<< /S /J#61vaScript >>"), {"active"}),
    "pdf with launch": ("a.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), {"active"}),
    "pdf with packed script": (
        "a.pdf",
        pdf(pdf_object_stream(b"1 0 << /S /JavaScript /JS 4 0 R >>")),
        {"active"},
    ),
    "pdf bomb": ("a.pdf", pdf(pdf_object_stream(bytes(70 * 2**20))), {"bomb"}),
    "pdf with form program": ("a.pdf", pdf(b"<< /AcroForm << /XFA 5 0 R >> >>"), {"active"}),
    "gif with zip behind": ("a.gif", gif(tail=INNER_ZIP), {"damaged", "disguised"}),
    "gif that is a script": ("a.gif", gif_script(), {"damaged"}),
    "gif with page behind": ("a.gif", gif(tail=SCRIPT), {"damaged", "disguised"}),
    "gif cut off": ("a.gif", gif()[:20], {"damaged"}),
    "gif of nothing": ("a.gif", gif(0, 0), {"damaged"}),
    "gif bomb": ("a.gif", gif(65535, 65535), {"bomb"}),
    "png bomb": ("a.png", png(100_000, 100_000), {"bomb"}),
    "jpeg bomb": ("a.jpg", jpeg(65_000, 65_000), {"bomb"}),
    "png with page inside": ("a.png", png(text=b"c\0" + SCRIPT), {"disguised"}),
    "png with zip behind": ("a.png", png(tail=INNER_ZIP), {"damaged", "disguised"}),
    "png cut off": ("a.png", png()[:-14], {"damaged"}),
    "png of wild lengths": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, {"damaged"}),
    "jpeg cut off": ("a.jpg", jpeg()[:-2], {"damaged"}),
    "jpeg without a frame": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab", {"damaged"}),
    "webp with something behind": ("a.webp", webp(tail=b"<script>"), {"damaged", "disguised"}),
    "film cut off": ("a.mp4", mp4()[:-1], {"damaged"}),
    "film with page": ("a.mp3", MP3[:10] + HTML, {"disguised"}),
    "macro": ("a.docx", docx({"word/vbaProject.bin": ole("VBA")}), {"macros"}),
    "macro type": ("a.docx", docx(main=f"{MACRO_WORD}.main+xml"), {"macros"}),
    "macro in doc": ("a.doc", ole("WordDocument", "Macros", "_VBA_PROJECT"), {"macros"}),
    "macro in xls": ("a.xls", ole("Workbook", "_VBA_PROJECT_CUR"), {"macros"}),
    "control": ("a.docx", docx({"word/activeX/activeX1.xml": "<a/>"}), {"active"}),
    "locked office file": ("a.docx", ole("EncryptedPackage", "EncryptionInfo"), {"encrypted"}),
    "locked member": ("a.docx", locked(), {"encrypted"}),
    "packaged program in doc": ("a.doc", ole("WordDocument", "\x01Ole10Native"), {"nested"}),
    "broken compound file": ("a.doc", ole("WordDocument")[:700], {"damaged"}),
    "compound file in a circle": (
        "a.doc",
        ole("WordDocument").replace(struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE), b"\1\0\0\0" * 2),
        {"damaged"},
    ),
    "foreign template": (
        "a.docx",
        docx({"word/_rels/s.rels": relations("attachedTemplate", "http://evil/t", "External")}),
        {"external"},
    ),
    "foreign object": (
        "a.docx",
        docx({"word/_rels/d.rels": relations("oleObject", "http://evil/o", "External")}),
        {"external"},
    ),
    "entities in the contents": ("a.docx", docx({"[Content_Types].xml": DTD}), {"active"}),
    "entities in the text": ("a.docx", docx({"word/document.xml": DTD}), {"active"}),
    "entities in utf-16": (
        "a.docx",
        docx({"word/document.xml": DTD.encode("utf-16")}),
        {"active"},
    ),
    "entities that multiply": ("a.docx", docx({"word/styles.xml": BILLION}), {"active"}),
    "entities in ofd": ("a.ofd", ofd(DTD), {"active"}),
    "contents that are no xml": (
        "a.docx",
        docx({"[Content_Types].xml": "not xml"}),
        {"mismatch"},
    ),
    "bomb": ("a.docx", bomb(), {"bomb"}),
    "too many members": ("a.docx", many(), {"bomb"}),
    "overlapping members": ("a.docx", overlapping(), {"damaged"}),
    "lying about its size": ("a.docx", lying_size(), {"damaged"}),
    "members of one name": ("a.docx", duplicated(), {"unsafe_member"}),
    "climbing out": ("a.docx", docx({"../../etc/cron.d/x": "x"}), {"unsafe_member"}),
    "climbing out backwards": ("a.docx", docx({"word\\..\\..\\x": "x"}), {"unsafe_member"}),
    "absolute name": ("a.docx", docx({"/etc/passwd": "x"}), {"unsafe_member"}),
    "drive name": ("a.docx", docx({"C:/x": "x"}), {"unsafe_member"}),
    "program inside": ("a.docx", docx({"word/media/a.exe": PROGRAM}), {"unsafe_member"}),
    "veiled program inside": ("a.docx", docx({"word/media/a.png": PROGRAM}), {"unsafe_member"}),
    "page inside": ("a.docx", docx({"word/media/a.html": HTML}), {"unsafe_member"}),
    "zip inside": ("a.docx", docx({"word/media/a.zip": INNER_ZIP}), {"nested"}),
    "veiled zip inside": ("a.docx", docx({"word/media/a.bin": INNER_ZIP}), {"nested"}),
    "macro in an embedded sheet": (
        "a.docx",
        docx({"word/embeddings/s.xlsx": zipped({"xl/vbaProject.bin": b"x"})}),
        {"macros"},
    ),
    "document in a document in a document": (
        "a.docx",
        docx({"word/embeddings/a.docx": docx({"word/embeddings/b.docx": docx()})}),
        {"nested"},
    ),
    "zip with something before": ("a.docx", b"MZ" + docx(), {"mismatch"}),
    "zip with something behind": ("a.docx", docx() + HTML, {"disguised"}),
    "zip with a comment": ("a.docx", docx(comment=HTML), {"disguised"}),
    "zip cut off": ("a.docx", docx()[:-40], {"damaged"}),
    "eicar": ("a.txt", EICAR, {"malware"}),
    "eicar further in": ("a.csv", b"a,b\r\n" * 100 + EICAR, {"malware"}),
    "eicar in a document": ("a.docx", docx({"word/media/a.txt": EICAR}), {"malware"}),
    "unknown contents": (
        "a.docx",
        zipped({"[Content_Types].xml": content_types("x")}),
        {"mismatch"},
    ),
}
