"""Headers as receiving programs read them."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

import pytest

from ecosystem.notifications.transport import WholeWords

NAME = "PGS. TS. Nguyễn Mẫu Sơn Phạm Thị Hoàng Thiên Kim Ngân Đỗ Huỳnh"


def sent(subject: str = "Kết quả", name: str = "An") -> bytes:
    message = EmailMessage(policy=WholeWords(linesep="\r\n"))
    message["To"] = Address(display_name=name, addr_spec="an@example.vn")
    message["Subject"] = subject
    message.set_content("Kính gửi Anh/Chị,")
    return message.as_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "Hồ sơ cần chấm ở Vòng sơ khảo – Ý tưởng Cao nguyên xanh 2027",
        "Results of the preliminary round",
        NAME,
        "Ủy ban nhân dân " * 12 + "tỉnh",
    ],
)
def test_long_texts_keep_every_space_and_no_line_is_too_long(text: str) -> None:
    content = sent(subject=text, name=text)
    received = message_from_bytes(content)  # headers as they stand; the library's newer reader adds spaces of its own
    assert str(make_header(decode_header(received["subject"]))) == text
    name, address = parseaddr(str(make_header(decode_header(received["to"]))))
    assert (name, address) == (text, "an@example.vn")
    assert max(map(len, content.split(b"\r\n"))) <= 78


def test_a_name_cannot_add_a_header() -> None:
    with pytest.raises(ValueError, match="CR or LF"):
        sent(name="Ân\r\nBcc: khac@example.vn")
