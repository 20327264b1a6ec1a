"""The label set: what a message can be, for people (titles) and programs (keys).

Plain data and cheap to import: the console shows it without loading any model. The keys are
stored in the database and in exports; they never change.
"""

from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True)
class Label:
    """A key with its Thai and English titles."""

    key: str
    th: str
    en: str


@dataclass(frozen=True)
class Category(Label):
    """A subject of grievance.

    `route` is the office that takes it (`refer`: none of ours), `sdg` the goals it counts
    towards, `urgent` says that only staff for people in danger should see it first.
    """

    route: str
    sdg: tuple[str, ...] = ()
    urgent: bool = False


@dataclass(frozen=True)
class Urgency(Label):
    """How soon somebody must look; `rank` grows with the danger."""

    rank: int


_L = TypeVar("_L", bound=Label)


def _by_key(*labels: _L) -> dict[str, _L]:
    return {label.key: label for label in labels}


INTENTS = _by_key(
    Label("complaint", "ร้องเรียน/ร้องทุกข์", "New grievance"),
    Label("case_status", "ติดตามเรื่อง", "Follow up a case"),
    Label("case_update", "เพิ่มเติม/แก้ไขเรื่อง", "Add to a case"),
    Label("rights_info", "ถามสิทธิ/กฎหมาย", "Ask about rights"),
    Label("service_info", "ถามเกี่ยวกับบริการ", "Ask about the service"),
    Label("volunteer", "งานอาสาสมัคร", "Volunteer matters"),
    Label("talk_to_staff", "ขอคุยกับเจ้าหน้าที่", "Talk to a person"),
    Label("smalltalk", "ทักทาย/ขอบคุณ", "Greeting or thanks"),
    Label("out_of_scope", "นอกขอบเขต", "Out of scope"),
)

CATEGORIES = _by_key(
    Category("wages", "ค่าจ้างและค่าล่วงเวลา", "Wages and overtime", "dlpw", ("8.8",)),
    Category("dismissal", "เลิกจ้างและค่าชดเชย", "Dismissal and severance", "dlpw", ("8.8",)),
    Category(
        "working_conditions",
        "เวลาทำงาน วันหยุด วันลา",
        "Hours, leave and conditions",
        "dlpw",
        ("8.8",),
    ),
    Category(
        "workplace_safety",
        "ความปลอดภัยและการบาดเจ็บจากงาน",
        "Safety and work injury",
        "dlpw",
        ("8.8", "3.9"),
    ),
    Category("social_security", "ประกันสังคม", "Social security", "sso", ("1.3",)),
    Category("employment_service", "จัดหางานและฝึกอาชีพ", "Jobs and training", "doe", ("8.5",)),
    Category("overseas_work", "ทำงานต่างประเทศ", "Work abroad", "doe", ("8.8", "10.7")),
    Category("migrant_work", "แรงงานข้ามชาติ", "Migrant workers in Thailand", "doe", ("8.8", "10.7")),
    Category(
        "exploitation",
        "แรงงานบังคับ แรงงานเด็ก ค้ามนุษย์",
        "Forced or child labour, trafficking",
        "atd",
        ("8.7", "16.2"),
        urgent=True,
    ),
    Category(
        "discrimination",
        "เลือกปฏิบัติและคุกคาม",
        "Discrimination and harassment",
        "dlpw",
        ("10.3", "5.1"),
    ),
    Category(
        "official_misconduct",
        "เจ้าหน้าที่รัฐปฏิบัติไม่ชอบ",
        "Misconduct by officials",
        "ombudsman",
        ("16.5", "16.6"),
    ),
    Category(
        "official_delay",
        "หน่วยงานรัฐล่าช้าหรือเพิกเฉย",
        "Delay or neglect by an agency",
        "ombudsman",
        ("16.6",),
    ),
    Category(
        "unfair_rule", "กฎหมายหรือคำสั่งไม่เป็นธรรม", "Unfair law, rule or order", "ombudsman", ("16.3",)
    ),
    Category(
        "state_welfare",
        "สวัสดิการและการเยียวยาของรัฐ",
        "State welfare and relief",
        "ombudsman",
        ("1.3",),
    ),
    Category(
        "land_environment", "ที่ดินและสิ่งแวดล้อม", "Land and environment", "ombudsman", ("15.1", "11.6")
    ),
    Category(
        "public_utilities",
        "ถนน ไฟฟ้า ประปา น้ำท่วม",
        "Roads and utilities",
        "ombudsman",
        ("9.1", "6.1"),
    ),
    Category(
        "health_education",
        "สาธารณสุขและการศึกษา",
        "Health and education",
        "ombudsman",
        ("3.8", "4.1"),
    ),
    Category(
        "private_dispute", "ข้อพิพาทเอกชน หนี้สิน ผู้บริโภค", "Private, debt or consumer dispute", "refer"
    ),
    Category("other", "เรื่องอื่น", "Other", "refer"),
)

URGENCIES = _by_key(
    Urgency("normal", "ปกติ", "Normal", 0),
    Urgency("high", "เร่งด่วน", "High", 1),
    Urgency("critical", "วิกฤต", "Critical", 2),
)
