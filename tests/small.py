"""A small governance workbook in memory, the same in both languages: a dozen rows a table, one of everything on pages."""

from datetime import date

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.excel.port import RawTable
from gouvernail.schema.tables import TABLES
from gouvernail.words.catalogue import Catalogue, Language
from raw import raw_of

AS_OF = date(2026, 4, 1)
"""A Wednesday: March is the last complete month, week 13 the last complete week."""


def march(day: int) -> date:
    return date(2026, 3, day)


def _week(kpi_id, day, numerator, denominator, scope=None):
    facts = {"kpi_id": kpi_id, "date": date.fromisoformat(day), "grain": "week", "scope": scope}
    return facts | {"numerator": numerator, "denominator": denominator}


def _action(number, description, **more):
    plain = {"committee": "production", "owner": "Karim", "party": "provider", "status": "in_progress", "priority": 2}
    return {"action_id": f"A-{number:03}", "description": description, "opened": march(2)} | plain | more


ROWS = {
    "settings": [
        {"setting": "client", "value": "Maison Lune"},
        {"setting": "provider", "value": "Accord & Voix"},
        {"setting": "service", "value": "Service client"},
        {"setting": "as_of", "value": "2026-04-01"},
        {"setting": "pareto_minimum", "value": 4.0},
    ],
    "committees": [
        {"committee": "production", "cadence": "weekly", "required_roles": "Pilote; Chef de plateau"},
        {"committee": "steering", "cadence": "monthly"},
        {"committee": "strategic", "cadence": "semiannual"},
    ],
    "participants": [
        {"person": "Anne", "party": "client", "role": "Pilote", "level": 2, "committee": "production", "seat": "titular"},
        {"person": "Karim", "party": "provider", "role": "Chef de plateau", "level": 2, "committee": "production",
         "seat": "titular"},
        {"person": "Anne", "party": "client", "role": "Directrice", "level": 2, "committee": "steering", "seat": "titular"},
        {"person": "Karim", "party": "provider", "role": "Responsable de compte", "level": 2, "committee": "steering",
         "seat": "titular"},
    ],
    "meetings": [
        {"meeting_id": "P-10", "committee": "production", "planned": march(9), "held": march(9), "status": "held"},
        {"meeting_id": "P-11", "committee": "production", "planned": march(16), "held": march(16), "status": "held"},
        {"meeting_id": "P-12", "committee": "production", "planned": march(23), "held": march(23), "status": "held"},
        {"meeting_id": "P-13", "committee": "production", "planned": march(30), "held": march(30), "status": "held"},
        {"meeting_id": "P-14", "committee": "production", "planned": date(2026, 4, 7), "status": "planned"},
        {"meeting_id": "C-03", "committee": "steering", "planned": march(5), "held": march(5), "status": "held"},
        {"meeting_id": "C-04", "committee": "steering", "planned": date(2026, 4, 9), "status": "planned"},
        {"meeting_id": "S-01", "committee": "strategic", "planned": date(2026, 6, 18), "status": "planned"},
    ],
    "attendance": [
        {"meeting_id": "P-13", "person": "Anne", "presence": "present"},
        {"meeting_id": "P-13", "person": "Karim", "presence": "present"},
    ],
    "remit": [
        {"decision_type": "operational", "max_amount": 5000.0, "committee": "production"},
        {"decision_type": "budget", "max_amount": 50000.0, "committee": "steering"},
        {"decision_type": "budget", "committee": "strategic"},
    ],
    "priorities": [{"priority_id": "PR-1", "statement": "Répondre à tous"}],
    "kpis": [
        {"kpi_id": "QS", "name": "Qualité de service", "family": "accessibility", "unit": "%", "decimals": 1,
         "direction": "higher",
         "aggregation": "ratio", "formula": "n_over_d", "contractual": True, "priority": True, "tolerance": 2.0,
         "n_min": 100.0},
        {"kpi_id": "TX_DEC", "name": "Taux de décroché", "family": "accessibility", "unit": "%", "decimals": 1,
         "direction": "higher",
         "aggregation": "ratio", "formula": "n_over_d", "contractual": True, "priority": True, "north_star": True,
         "tolerance": 2.0, "n_min": 100.0},
        {"kpi_id": "DMT", "name": "Durée moyenne", "family": "productivity", "unit": "s", "decimals": 0,
         "direction": "lower",
         "aggregation": "ratio", "formula": "n_over_d", "tolerance": 10.0},
        {"kpi_id": "VENTES", "name": "Ventes", "family": "sales", "decimals": 0, "direction": "higher",
         "aggregation": "sum",
         "tolerance": 5.0},
        {"kpi_id": "SHRINK", "name": "Temps non productif", "family": "resources", "unit": "%", "decimals": 1,
         "direction": "band",
         "aggregation": "ratio", "formula": "n_over_d", "tolerance": 1.0},
        {"kpi_id": "APP_REC", "name": "Appels reçus", "family": "accessibility", "decimals": 0, "direction": "info",
         "aggregation": "sum"},
        {"kpi_id": "CSAT", "name": "Satisfaction", "family": "experience", "unit": "%", "decimals": 1,
         "direction": "higher",
         "aggregation": "ratio", "formula": "n_over_d", "tolerance": 3.0, "n_min": 100.0},
        {"kpi_id": "NPS", "name": "Recommandation", "family": "experience", "unit": "pts", "decimals": 0,
         "direction": "higher",
         "aggregation": "ratio", "formula": "n_over_d", "multiplier": 100.0},
    ],
    "targets": [
        {"kpi_id": "QS", "valid_from": date(2026, 1, 1), "target": 0.8},
        {"kpi_id": "TX_DEC", "valid_from": date(2026, 1, 1), "valid_to": march(15), "target": 90.0},
        {"kpi_id": "TX_DEC", "valid_from": march(16), "target": 92.0, "decision_id": "D-001"},
        {"kpi_id": "DMT", "valid_from": date(2026, 1, 1), "target": 400.0},
        {"kpi_id": "VENTES", "valid_from": date(2026, 1, 1), "target": 120.0},
        {"kpi_id": "SHRINK", "valid_from": date(2026, 1, 1), "low": 28.0, "high": 32.0},
        {"kpi_id": "CSAT", "valid_from": date(2026, 1, 1), "target": 85.0},
    ],
    "measures": [
        *(_week("QS", day, n, 1000.0) for day, n in zip(
            ("2026-02-23", "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"), (810.0, 812.0, 801.0, 795.0, 808.0),
             strict=True)),
        *(_week("TX_DEC", day, n, 1000.0, scope) for day, n, scope in (
            ("2026-02-23", 921.0, None), ("2026-03-02", 915.0, None), ("2026-03-09", 880.0, None), ("2026-03-16", 870.0,
             None),
            ("2026-03-23", 868.0, None), ("2026-03-23", 868.0, "Lille"))),
        *({"kpi_id": "DMT", "date": march(day), "grain": "day", "numerator": 41500.0, "denominator": 100.0} for day in (23,
         24, 25)),
        {"kpi_id": "VENTES", "date": march(24), "grain": "day", "value": 118.0, "validated": False},
        _week("SHRINK", "2026-03-23", 330.0, 1000.0),
        {"kpi_id": "APP_REC", "date": march(24), "grain": "day", "value": 1200.0},
        _week("CSAT", "2026-03-23", 30.0, 40.0),
        _week("NPS", "2026-03-23", 12.0, 0.0),
    ],
    "themes": [{"theme": "Délais", "synonyms": "retard; attente"}, {"theme": "Outil"}],
    "findings": [
        {"finding_id": "F-01", "week": "2026-W11", "kpi_id": "TX_DEC", "theme": "délais", "severity": 2,
         "description": "Attente à midi"},
        {"finding_id": "F-02", "week": "2026-W12", "kpi_id": "TX_DEC", "theme": "Attente", "severity": 3,
         "description": "Attente à midi"},
        {"finding_id": "F-03", "week": "2026-W13", "kpi_id": "TX_DEC", "theme": "Délais", "severity": 2,
         "description": "Encore midi",
         "action_id": "A-001"},
        {"finding_id": "F-04", "date": march(25), "theme": "Outil", "severity": 4, "description": "Panne de téléphonie",
         "beyond_remit": True},
        {"finding_id": "F-05", "date": march(26), "theme": "la machine à café", "severity": 1, "description": "En panne"},
        {"finding_id": "F-06", "theme": "Outil", "severity": 1, "description": "Quand ?"},
    ],
    "actions": [
        _action(1, "Renforcer midi", due_initial=march(13), due_current=march(13), kpi_id="TX_DEC", finding_id="F-03",
         priority=1),
        _action(2, "Former au script", due_initial=march(20), due_current=march(27), postponement_reason="Absences",
         party="client",
                owner="Anne"),
        _action(3, "Relire les fiches", due_initial=march(31), due_current=march(31), status="blocked",
         blocked_by="client"),
        _action(4, "Revoir l’accueil", due_initial=date(2026, 4, 3), due_current=date(2026, 4, 3)),
        _action(5, "Changer de casque", due_initial=march(18), due_current=march(18), closed=march(17), status="done"),
        _action(6, "Mesurer l’écoute", due_initial=march(11), due_current=march(11), closed=march(16), status="done"),
        _action(7, "Trouver un nom", owner=None),
        _action(8, "Abandonnée", status="cancelled"),
    ],
    "decisions": [
        {"decision_id": "D-001", "committee": "steering", "decision_type": "target",
         "question": "Porter le décroché à 92 % ?",
         "requested": march(2), "due_meeting": "C-03", "status": "taken", "decided": march(5)},
        {"decision_id": "D-002", "committee": "steering", "decision_type": "budget",
         "question": "Ajouter quatre conseillers ?",
         "recommendation": "Oui, deux mois", "amount": 80000.0, "requested": march(20), "due_meeting": "C-04",
         "status": "requested"},
    ],
    "recommendations": [
        {"recommendation_id": "R-001", "date": march(3), "committee": "production", "party": "client", "kpi_id": "TX_DEC",
         "recommendation": "Renforcer midi plutôt que le soir", "status": "accepted", "answered": march(10),
         "reason": "Les appels perdus sont à midi", "action_id": "A-001"},
        {"recommendation_id": "R-002", "date": march(5), "committee": "steering", "party": "provider",
         "recommendation": "Ouvrir le samedi", "status": "declined", "answered": march(5), "reason": "Trop peu d’appels"},
        {"recommendation_id": "R-003", "date": march(26), "committee": "steering", "party": "client",
         "recommendation": "Écouter dix appels par mois ensemble", "status": "proposed"},
    ],
    "voice": [
        {"date": march(3), "need": "Savoir combien de temps j’attends", "theme": "attente", "speaker": "Associations"},
        {"date": march(17), "need": "Être rappelé le jour même", "theme": "Délais"},
        {"date": march(24), "need": "Ne pas tout répéter", "theme": "Mémoire"},
    ],
}  # fmt: skip


def small_tables(language: Language = "fr", **rows) -> dict[str, RawTable]:
    """The tables by Excel name; `rows` replace those of a table, None leaves the table out."""
    made = {**ROWS, **rows}
    settings = [*made["settings"], {"setting": "language", "value": language}]
    made = {**made, "settings": settings}
    return {
        TABLES[key].name: raw_of(key, language, *lines, sheet=Catalogue(language).sheet(TABLES[key].sheet))
        for key, lines in made.items()
        if lines is not None
    }


def small(language: Language = "fr", **rows) -> MemoryWorkbook:
    """The workbook in memory."""
    return MemoryWorkbook(small_tables(language, **rows), "gouvernance.xlsx")
