"""Fixed words that citizens read too: states, offices and subjects by their stored value."""

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
STAFF_ANSWERED = N_("Staff answered about case {number}")
REPLY = N_("Reply")
DELETED = N_("Case {number} is deleted, as you asked.")
"""What reporters read because of what staff do in the console."""
SUBJECT = {
    "wages": N_("Wages and overtime"),
    "dismissal": N_("Dismissal and severance"),
    "working_conditions": N_("Hours, leave and conditions"),
    "workplace_safety": N_("Safety and work injury"),
    "social_security": N_("Social security"),
    "employment_service": N_("Jobs and training"),
    "overseas_work": N_("Work abroad"),
    "migrant_work": N_("Migrant workers in Thailand"),
    "exploitation": N_("Forced or child labour, trafficking"),
    "discrimination": N_("Discrimination and harassment"),
    "official_misconduct": N_("Misconduct by officials"),
    "official_delay": N_("Delay or neglect by an agency"),
    "unfair_rule": N_("Unfair law, rule or order"),
    "state_welfare": N_("State welfare and relief"),
    "land_environment": N_("Land and environment"),
    "public_utilities": N_("Roads and utilities"),
    "health_education": N_("Health and education"),
    "private_dispute": N_("Private, debt or consumer dispute"),
    "other": N_("Other"),
}
"""As nlp/taxonomy.py has them; a test holds both together."""
