"""The blueprint of the API of oversight."""

from flask_smorest import Blueprint

blueprint = Blueprint("oversight-api", __name__, description="Tokens, the log and break-glass")
