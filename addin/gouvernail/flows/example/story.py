"""The whole example, table by table."""

import pandas as pd

from gouvernail.flows.example import contract, decisions, findings, framework, people, recommendations, workstreams
from gouvernail.flows.example.actions import actions
from gouvernail.flows.example.measures import measures
from gouvernail.flows.example.meetings import attendance, meetings
from gouvernail.flows.example.quality import evaluations_frame
from gouvernail.flows.example.staffing import staffing
from gouvernail.flows.example.texts import kpi_words, language_of, words


def example(language: str) -> dict[str, pd.DataFrame]:
    """An invented year of a home-goods retailer and its provider, July 2025 to June 2026, read on 2 July 2026.

    The same rows in every language, the same at every call; only texts differ. In the spring a new telephone menu and a
    tool outage make customers call again; recruits repair the service in June. Quality improves all year; forecast
    accuracy cannot hold its target; absence drifts while still green.

    Args:
        language: "fr" or "en".

    Returns:
        a frame for every input table, by key: every declared column, choices as keys, dates as datetime64, quantities in
        their KPI's unit (92.0 for 92 %). `settings` holds only what the story changes, as text (2026-07-02).

    Raises:
        ValueError: no such language.

    Examples:
        >>> example("en")["meetings"].query("committee == 'steering'")["meeting_id"].iloc[-4]
        'COPIL-2026-07'
    """
    tongue = language_of(language)
    said = words(tongue)
    held = meetings(said)
    behind = {decisions.NEUTRALISATION: findings.findings_behind("tool", 39, 40)}
    return {
        "settings": framework.settings(language, said),
        "committees": framework.committees(said),
        "remit": framework.remit(),
        "participants": people.participants(said),
        "meetings": held,
        "attendance": attendance(held),
        "priorities": framework.priorities(said),
        "ambitions": framework.ambitions(said),
        "kpis": framework.kpis(said, kpi_words(tongue)),
        "identities": framework.identities(),
        "antagonists": framework.antagonists(said),
        "targets": contract.targets(),
        "rebases": contract.rebases(said),
        "measures": measures(said),
        "findings": findings.findings(said),
        "themes": framework.themes(said),
        "actions": actions(said, findings.findings_of()),
        "decisions": decisions.decisions(said, behind),
        "recommendations": recommendations.recommendations(said),
        "workstreams": workstreams.workstreams(said),
        "milestones": workstreams.milestones(said),
        "qualitative": workstreams.qualitative(said),
        "staffing": staffing(),
        "evaluations": evaluations_frame(),
        "incentives": contract.incentives(),
        "incentive_steps": contract.incentive_steps(),
        "invoices": contract.invoices(),
        "neutralisations": contract.neutralisations(said),
        "voice": workstreams.voice(said),
        "benchmarks": contract.benchmarks(said),
    }
