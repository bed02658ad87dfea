"""What the API of privacy shares: the blueprint."""

from flask_smorest import Blueprint

blueprint = Blueprint("privacy-api", __name__, description="Consents, and copies of your data")
