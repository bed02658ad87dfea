"""The industrial ecosystems of the European Union, and areas of smart specialisation.

The fourteen ecosystems are those of the Union's industrial strategy (COM(2020) 102, updated by
COM(2021) 350) as the European Cluster Collaboration Platform lists them. The areas are a short list
of our own, wide enough to compare regions by; each strategy words its own priorities, which stand
beside them as free text.
"""

from enum import StrEnum


class Ecosystem(StrEnum):
    """An industrial ecosystem of the European Union."""

    AEROSPACE_DEFENCE = "aerospace_defence"
    AGRI_FOOD = "agri_food"
    CONSTRUCTION = "construction"
    CREATIVE = "creative"
    DIGITAL = "digital"
    ELECTRONICS = "electronics"
    ENERGY_INTENSIVE = "energy_intensive"
    RENEWABLES = "renewables"
    HEALTH = "health"
    MOBILITY = "mobility"
    PROXIMITY = "proximity"
    RETAIL = "retail"
    TEXTILE = "textile"
    TOURISM = "tourism"


class Priority(StrEnum):
    """An area of smart specialisation."""

    ADVANCED_MANUFACTURING = "advanced_manufacturing"
    ADVANCED_MATERIALS = "advanced_materials"
    AEROSPACE_SECURITY = "aerospace_security"
    AGRI_FOOD = "agri_food"
    ARTIFICIAL_INTELLIGENCE = "artificial_intelligence"
    BIOECONOMY = "bioeconomy"
    CIRCULAR_ECONOMY = "circular_economy"
    CLEAN_ENERGY = "clean_energy"
    CULTURE_CREATIVE = "culture_creative"
    DIGITAL = "digital"
    ELECTRONICS_PHOTONICS = "electronics_photonics"
    HEALTH = "health"
    MARITIME = "maritime"
    MOBILITY_LOGISTICS = "mobility_logistics"
    SMART_BUILDING = "smart_building"
    TOURISM = "tourism"
