"""Rounds, prizes, sections and boards that several starters share."""

from typing import Any

from ecosystem.contests.domain.kinds import EligibilityKind as E
from ecosystem.contests.domain.kinds import QuestionKind as K
from ecosystem.contests.domain.kinds import RoundKind as R
from ecosystem.contests.domain.starters.parts import (
    StarterBoard,
    StarterPrize,
    StarterQuestion,
    StarterRound,
    StarterSection,
)

COMMITMENT = (
    "Chúng tôi cam kết ý tưởng, dự án dự thi là của chúng tôi, không sao chép và không xâm phạm quyền sở hữu trí tuệ "
    "của người khác; thông tin trong hồ sơ là đúng sự thật; đồng ý với thể lệ cuộc thi và chịu trách nhiệm về các "
    "cam kết này."
)

SCREENING = StarterRound(R.ELIGIBILITY, "Sơ loại hồ sơ", "Eligibility screening", 1, 10)
FULL_ROUNDS = (
    SCREENING,
    StarterRound(R.REVIEW, "Vòng sơ khảo", "Preliminary round", 14, 19, places=20),
    StarterRound(R.PITCH, "Vòng bán kết", "Semi-final", 60, 2, places=10, reviews_per_entry=5),
    StarterRound(R.PITCH, "Vòng chung kết", "Final", 82, 1, reviews_per_entry=7),
)
RANKED = (
    StarterPrize("Giải Nhất", "First prize", 1, 1, 30_000_000),
    StarterPrize("Giải Nhì", "Second prize", 2, 2, 20_000_000),
    StarterPrize("Giải Ba", "Third prize", 3, 3, 10_000_000),
    StarterPrize("Giải Khuyến khích", "Consolation prize", 4, 5, 5_000_000),
)
AUTHORS = StarterSection(
    "Nhóm tác giả",
    "Team",
    (
        StarterQuestion("nhom", K.TEAM, "Thành viên nhóm", "Team members", True, {"is_hidden_from_judges": True}),
        StarterQuestion(
            "phan_cong",
            K.LONG_TEXT,
            "Ai phụ trách việc gì trong nhóm?",
            "Who does what in the team?",
            False,
            {"max_words": 300},
        ),
        StarterQuestion(
            "dia_ban",
            K.PLACE,
            "Địa bàn thực hiện",
            "Where it is carried out",
            True,
            {"help": "Tỉnh, thành phố và xã, phường, đặc khu nơi triển khai."},
        ),
        StarterQuestion(
            "dien_thoai",
            K.PHONE,
            "Điện thoại liên hệ",
            "Contact phone",
            True,
            {"is_hidden_from_judges": True},
        ),
    ),
)
IDEA = StarterSection(
    "Ý tưởng, dự án",
    "The idea or project",
    (
        StarterQuestion(
            "tom_tat",
            K.LONG_TEXT,
            "Tóm tắt ý tưởng, dự án",
            "Summary",
            True,
            {"max_words": 200, "is_in_gallery": True, "help": "Viết cho người chưa biết gì về lĩnh vực này."},
        ),
        StarterQuestion(
            "van_de",
            K.LONG_TEXT,
            "Vấn đề cần giải quyết",
            "The problem to solve",
            True,
            {"max_words": 400, "is_in_gallery": True},
        ),
        StarterQuestion(
            "giai_phap",
            K.RICH_TEXT,
            "Giải pháp và tính mới",
            "The solution and what is new about it",
            True,
            {"max_words": 800, "help": "So sánh với các giải pháp đã có trong và ngoài tỉnh."},
        ),
        StarterQuestion(
            "khach_hang",
            K.LONG_TEXT,
            "Khách hàng và thị trường",
            "Customers and market",
            True,
            {"max_words": 400},
        ),
        StarterQuestion(
            "tac_dong",
            K.LONG_TEXT,
            "Hiệu quả kinh tế – xã hội và khả năng nhân rộng",
            "Economic and social effect, and how it can spread",
            False,
            {"max_words": 400},
        ),
    ),
)
BUSINESS = StarterSection(
    "Kế hoạch kinh doanh",
    "Business plan",
    (
        StarterQuestion(
            "mo_hinh",
            K.LONG_TEXT,
            "Mô hình kinh doanh",
            "Business model",
            True,
            {"max_words": 500, "board_keys": ["du_an"]},
        ),
        StarterQuestion(
            "da_co_doanh_thu",
            K.YES_NO,
            "Đã có doanh thu?",
            "Is there revenue already?",
            True,
            {"board_keys": ["du_an"]},
        ),
        StarterQuestion(
            "doanh_thu",
            K.MONEY,
            "Doanh thu 12 tháng gần nhất",
            "Revenue of the last 12 months",
            True,
            {"board_keys": ["du_an"], "shown_if": {"question": "da_co_doanh_thu", "is": ["yes"]}},
        ),
        StarterQuestion("nhu_cau_von", K.MONEY, "Nhu cầu vốn", "Funding needed", False, {"help": "Ví dụ: 500 triệu."}),
        StarterQuestion(
            "so_huu_tri_tue",
            K.SINGLE_CHOICE,
            "Tình trạng sở hữu trí tuệ",
            "Intellectual property",
            True,
            {
                "choices": [
                    {"value": "chua", "label": "Chưa đăng ký", "label_en": "Not registered"},
                    {"value": "da_nop_don", "label": "Đã nộp đơn", "label_en": "Applied for"},
                    {"value": "da_cap", "label": "Đã được cấp văn bằng bảo hộ", "label_en": "Granted"},
                    {"value": "bi_mat", "label": "Bí mật kinh doanh", "label_en": "Trade secret"},
                ]
            },
        ),
    ),
)
DOSSIER = StarterSection(
    "Tài liệu kèm theo",
    "Documents",
    (
        StarterQuestion(
            "thuyet_minh",
            K.FILE,
            "Bản thuyết minh ý tưởng, dự án",
            "Project description",
            True,
            {"settings": {"accept": ["pdf", "docx"], "max_mb": 20}, "help": "PDF hoặc DOCX, tối đa 20 MB."},
        ),
        StarterQuestion(
            "video",
            K.VIDEO_LINK,
            "Video giới thiệu (tối đa 3 phút)",
            "Video pitch (at most 3 minutes)",
            False,
            {"help": "Dán đường dẫn YouTube, Vimeo hoặc Google Drive."},
        ),
        StarterQuestion(
            "trinh_chieu",
            K.FILE,
            "Bài trình chiếu",
            "Slide deck",
            False,
            {"settings": {"accept": ["pdf", "pptx"], "max_mb": 50}},
        ),
        StarterQuestion(
            "minh_chung",
            K.FILES,
            "Minh chứng sản phẩm, đăng ký kinh doanh, văn bằng bảo hộ",
            "Evidence: product, registration, IP titles",
            False,
            {"settings": {"accept": ["pdf", "jpg", "png"], "max_mb": 30, "max_files": 10}},
        ),
        StarterQuestion(
            "anh_dai_dien",
            K.IMAGE,
            "Ảnh đại diện",
            "Picture",
            False,
            {"settings": {"accept": ["jpg", "png", "webp"], "max_mb": 10}, "is_in_gallery": True},
        ),
    ),
)
USUAL_RULES: tuple[tuple[E, dict[str, Any]], ...] = (
    (E.TEAM_SIZE, {"min": 1, "max": 5}),
    (E.ENTRIES_PER_PERSON, {"max": 3, "max_as_lead": 1}),
    (E.NO_EARLIER_WINNERS, {"years": 3}),
    (E.NO_OFFICIALS, {}),
)
IDEAS_BOARD = StarterBoard("y_tuong", "Bảng Ý tưởng", "Ideas", "Ý tưởng chưa có sản phẩm hoặc chưa có doanh thu.")
PROJECTS_BOARD = StarterBoard("du_an", "Bảng Dự án", "Projects", "Dự án đã có sản phẩm mẫu hoặc đã có khách hàng.")
FIELDS = (
    ("cntt", "Công nghệ thông tin, điện tử, viễn thông", "Information technology, electronics, telecoms"),
    ("co_khi", "Cơ khí tự động hóa, xây dựng, giao thông vận tải", "Mechanics, construction, transport"),
    ("vat_lieu", "Vật liệu, hóa chất, năng lượng", "Materials, chemicals, energy"),
    ("nong_lam", "Nông lâm ngư nghiệp, tài nguyên và môi trường", "Farming, forestry, fishery, environment"),
    ("y_duoc", "Y dược", "Medicine and pharmacy"),
    ("giao_duc", "Giáo dục và đào tạo", "Education"),
)
