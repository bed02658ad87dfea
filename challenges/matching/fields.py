"""Which ecosystems and areas of smart specialisation the themes of challenges stand in.

A brief names a theme and its transitions; organisations name ecosystems of the European Union and
areas of smart specialisation. This table is our reading of how they meet.
"""

from collections.abc import Collection, Mapping

_ECOSYSTEMS: Mapping[str, tuple[str, ...]] = {
    "packaging": ("retail", "mobility"),
    "logistics": ("mobility", "retail"),
    "storage": ("agri_food", "retail"),
    "digital": ("digital", "electronics"),
    "green": ("energy_intensive", "renewables"),
    "circular": ("energy_intensive", "textile"),
    "resilience": ("electronics", "digital"),
    "skills": ("proximity", "digital"),
    "energy": ("renewables", "energy_intensive"),
    "health": ("health",),
    "food": ("agri_food", "retail"),
    "manufacturing": ("electronics", "energy_intensive"),
}
_PRIORITIES: Mapping[str, tuple[str, ...]] = {
    "packaging": ("circular_economy", "mobility_logistics"),
    "logistics": ("mobility_logistics",),
    "storage": ("clean_energy", "agri_food"),
    "digital": ("artificial_intelligence", "advanced_manufacturing"),
    "green": ("circular_economy", "advanced_materials"),
    "circular": ("circular_economy", "advanced_materials"),
    "resilience": ("digital",),
    "skills": ("advanced_manufacturing",),
    "energy": ("clean_energy",),
    "health": ("health",),
    "food": ("agri_food", "bioeconomy"),
    "manufacturing": ("advanced_manufacturing", "artificial_intelligence"),
}
_OF_TRANSITION: Mapping[str, tuple[str, ...]] = {"digital": ("digital",)}


def ecosystems_of(theme: str) -> tuple[str, ...]:
    """Return the ecosystems that a theme stands in; none for a theme that is not known."""
    return _ECOSYSTEMS.get(theme, ())


def priorities_of(theme: str, transitions: Collection[str]) -> tuple[str, ...]:
    """Return the areas of smart specialisation of a theme and of the transitions it serves."""
    found = set(_PRIORITIES.get(theme, ()))
    for one in transitions:
        found.update(_OF_TRANSITION.get(one, ()))
    return tuple(sorted(found))
