"""The fixed words of the service by their stored value, to be translated where they are shown."""

from locales import N_
from locales.spoken import OFFICE, STATE

__all__ = ["ANONYMITY", "CRY", "DANGER", "FACT", "LANGUAGE", "OFFICE", "ROLE", "STATE", "URGENCY"]

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
FACT = {
    "province": N_("Where"),
    "district": N_("District"),
    "amount_baht": N_("Amount"),
    "incident_date": N_("When"),
    "incident_when": N_("When"),
    "respondent": N_("Against"),
    "reporter_phone": N_("Phone"),
}
"""The facts of a case that its reporter can put right."""
CRY = {"danger": N_("Cries for help"), "none": N_("Does not")}
DANGER = {
    "abducted": N_("Somebody was taken away"),
    "being_hurt": N_("Somebody is being hurt"),
    "captor_near": N_("Who holds them may hear"),
    "child_in_danger": N_("A child or a frail person is in danger"),
    "death_threat": N_("A threat to kill"),
    "threat": N_("A threat to hurt"),
    "sexual_violence": N_("Sexual violence"),
    "disaster": N_("Fire, flood, collapse or a machine"),
    "held_captive": N_("Somebody is locked in"),
    "hunted": N_("Somebody is being looked for"),
    "intruder": N_("Somebody forces their way in"),
    "medical": N_("A medical emergency"),
    "suicide": N_("Suicide"),
    "poisoned": N_("Pills or poison taken, or a wound"),
    "not_safe": N_("They write that they are not safe"),
    "trafficking": N_("Somebody is about to be sold or moved"),
    "weapon_near": N_("Somebody with a weapon is near"),
    "model": N_("the whole of the message"),
}
"""Why a message is critical or high: rules of nlp/danger/*.toml, and the model's own verdict."""
