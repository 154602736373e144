"""Takes the fields of all forms out of a mailbox, with Python's email package and python-docx. Prints JSON."""

import email
import email.policy
import io
import json
import re
import sys
import time

import docx

LABELS = {
    "点子标题": "title",
    "作者姓名": "authors",
    "联系电话": "phone",
    "工作单位": "unit",
    "点子编号": "number",
    "主要举措": "measures",
    "创新之处": "innovation",
    "预期效果": "effect",
}


def field(text):
    return LABELS.get("".join(text.split()).rstrip("："))


def rows(table):
    for row in table.rows:
        cells = row.cells
        if len(cells) > 1:
            yield cells[0].text, cells[1].text
        for cell in cells:
            for inner in cell.tables:
                yield from rows(inner)


def form(data):
    document = docx.Document(io.BytesIO(data))
    found = {}
    for table in document.tables:
        for label, value in rows(table):
            name = field(label)
            if name:
                found[name] = value.strip()
    for paragraph in document.paragraphs:
        label, colon, value = paragraph.text.partition("：")
        name = field(label)
        if colon and name:
            found.setdefault(name, value.strip())
    return found


def mails(path):
    with open(path, "rb") as file:
        data = file.read()
    for piece in re.split(rb"(?m)^From .*\r?\n", data)[1:]:
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", piece)


def main():
    wall, begun = time.perf_counter(), time.process_time()
    forms = []
    for raw in mails(sys.argv[1]):
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        header = {name: str(mail[name]) for name in ("From", "Subject", "Date", "Message-ID")}
        for part in mail.walk():
            name = part.get_filename()
            if name is None:
                if part.get_content_type() == "text/plain":
                    header["text"] = part.get_content()
                continue
            data = part.get_payload(decode=True)
            if data[:2] == b"PK" and b"word/document.xml" in data:
                forms.append(form(data))
    json.dump(
        {
            "forms": len(forms),
            "titles": sorted({one.get("title", "") for one in forms}),
            "processor_s": time.process_time() - begun,
            "wall_s": time.perf_counter() - wall,
        },
        sys.stdout,
    )


main()
