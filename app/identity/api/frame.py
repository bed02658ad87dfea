"""The blueprint of the API of people and organisations."""

from flask_smorest import Blueprint

blueprint = Blueprint("identity-api", __name__, description="People and organisations")
