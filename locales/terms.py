"""The fixed words of the service by their stored value, to be translated where they are shown."""

from locales import N_

STATE = {
    "draft": N_("Draft"),
    "submitted": N_("Received"),
    "triage": N_("Being screened"),
    "awaiting_info": N_("Waiting for more from the reporter"),
    "transfer_pending": N_("Waiting for the office to take it"),
    "accepted": N_("Taken by the office"),
    "in_progress": N_("Being worked on"),
    "awaiting_agency": N_("Waiting for the agency's answer"),
    "resolved_pending": N_("Solved, waiting for the reporter to confirm"),
    "closed_resolved": N_("Closed, solved"),
    "terminated": N_("Ended"),
    "rejected": N_("Not taken up"),
    "referred_out": N_("Referred to another agency"),
    "withdrawn": N_("Withdrawn"),
    "duplicate": N_("Duplicate"),
    "closed_no_contact": N_("Closed, reporter not reached"),
    "reopened": N_("Reopened"),
}
OFFICE = {
    "ombudsman": N_("Office of the Ombudsman"),
    "dlpw": N_("Department of Labour Protection and Welfare"),
    "sso": N_("Social Security Office"),
    "doe": N_("Department of Employment"),
    "dsd": N_("Department of Skill Development"),
    "ops": N_("Office of the Permanent Secretary for Labour"),
    "atd": N_("Anti-human-trafficking operations"),
}
ROLE = {
    "screener": N_("Screener"),
    "officer": N_("Officer"),
    "supervisor": N_("Supervisor"),
    "broadcaster": N_("Broadcaster"),
    "trainer": N_("Trainer"),
    "auditor": N_("Auditor"),
    "admin": N_("Administrator"),
}
URGENCY = {"critical": N_("Critical"), "high": N_("Urgent"), "normal": N_("Normal")}
ANONYMITY = {
    "open": N_("Name may be known"),
    "hidden": N_("Name hidden from the other side"),
    "anonymous": N_("Anonymous"),
}
LANGUAGE = {
    "th": N_("Thai"),
    "en": N_("English"),
    "ms": N_("Malay"),
    "ms-Arab": N_("Malay (Jawi)"),
    "my": N_("Burmese"),
    "km": N_("Khmer"),
    "lo": N_("Lao"),
    "other": N_("Another language"),
}
DANGER = {
    "abducted": N_("Somebody was taken away"),
    "being_hurt": N_("Somebody is being hurt"),
    "captor_near": N_("Who holds them may hear"),
    "child_in_danger": N_("A child or a frail person is in danger"),
    "death_threat": N_("A threat to kill"),
    "disaster": N_("Fire, flood, collapse or a machine"),
    "held_captive": N_("Somebody is locked in"),
    "hunted": N_("Somebody is being looked for"),
    "intruder": N_("Somebody forces their way in"),
    "medical": N_("A medical emergency"),
    "suicide": N_("Suicide"),
    "trafficking": N_("Somebody is about to be sold or moved"),
    "weapon_near": N_("Somebody with a weapon is near"),
    "model": N_("the whole of the message"),
}
"""Why a message is critical or high: rules of nlp/danger/*.toml, and the model's own verdict."""
