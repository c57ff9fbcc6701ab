"""The journeys through the generated Python client, against the demo at ADDRESS."""

import base64
import datetime
import os
import uuid
from typing import Any

from offre_bailleurs_client import AuthenticatedClient
from offre_bailleurs_client.api.authentication import create_token, get_me
from offre_bailleurs_client.api.changes import create_change, get_change
from offre_bailleurs_client.api.july_rent import (
    create_rent_declaration,
    get_rent_campaign,
    get_rent_declaration_receipt,
)
from offre_bailleurs_client.api.landlord import get_landlord, update_landlord
from offre_bailleurs_client.api.tenants import get_tenant, list_tenants
from offre_bailleurs_client.models import (
    Colocation,
    ColocationAnswer,
    ColocationIn,
    ColocationInType,
    Counts,
    CreateRentDeclarationConflictProblem,
    CreateRentDeclarationConflictProblemCode,
    Landlord,
    LandlordPatch,
    Me,
    Receipt,
    RentCampaign,
    RentDeclarationAnswer,
    RentDeclarationIn,
    RentStatus,
    Tenant,
    TenantPage,
    TokenOut,
    TokenRequest,
)
from offre_bailleurs_client.types import UNSET, Response, Unset

ADDRESS = os.environ.get("ADDRESS", "http://127.0.0.1:8080")
YEAR = 2026

basic = base64.b64encode("{DEMO_CLIENT}:{DEMO_SECRET}".format(**os.environ).encode()).decode()
token = create_token.sync(
    client=AuthenticatedClient(base_url=ADDRESS, token=basic, prefix="Basic"),
    body=TokenRequest(grant_type="client_credentials"),
)
assert isinstance(token, TokenOut), token
api = AuthenticatedClient(base_url=ADDRESS, token=token.access_token)

# Who am I
me = get_me.sync(client=api)
assert isinstance(me, Me) and me.landlord, me

# Tenants: search, whatever the accents
found = list_tenants.sync(client=api, search="eloise")
assert isinstance(found, TenantPage)
assert any(tenant.first_name == "Éloïse" for tenant in found.data)
page = list_tenants.sync(client=api, rent_declaration=[RentStatus.TO_DECLARE], limit=1)
assert isinstance(page, TenantPage)
tenant = get_tenant.sync(page.data[0].id, client=api)
assert isinstance(tenant, Tenant)
assert any(action.name.value == "declare_rent" and action.allowed for action in tenant.actions)


def overview() -> Counts:
    campaign = get_rent_campaign.sync(YEAR, client=api)
    assert isinstance(campaign, RentCampaign)
    return campaign.counts


def declare(body: RentDeclarationIn, key: str | Unset = UNSET) -> Response[Any]:
    return create_rent_declaration.sync_detailed(client=api, body=body, idempotency_key=key)


# A dry run writes nothing; a July rent sent twice with one key is declared once
before = overview()
rent = RentDeclarationIn(
    tenant_id=tenant.id, campaign_year=YEAR, rent_cents=tenant.lease.rent_cents, coholders=tenant.lease.coholders
)
dry = create_rent_declaration.sync(client=api, body=rent, dry_run=True)
assert isinstance(dry, RentDeclarationAnswer) and dry.id is None and dry.receipt is None, dry
assert overview() == before
key = str(uuid.uuid4())
sent, again = declare(rent, key), declare(rent, key)
assert sent.status_code == 201 and again.headers["idempotent-replayed"] == "true"
assert sent.content == again.content
declared = sent.parsed
assert isinstance(declared, RentDeclarationAnswer) and declared.id and declared.receipt, declared
after = overview()
assert (after.declared, after.to_declare) == (before.declared + 1, before.to_declare - 1)

# Its receipt
receipt = get_rent_declaration_receipt.sync(declared.id, client=api)
assert isinstance(receipt, Receipt) and receipt.number == declared.receipt.number

# A second declaration is refused; a correction is version 2
refused = declare(rent).parsed
assert isinstance(refused, CreateRentDeclarationConflictProblem), refused
assert refused.code == CreateRentDeclarationConflictProblemCode.ALREADY_DECLARED, refused
assert refused.current_id == declared.id, refused
rent.rent_cents += 100
rent.replaces = declared.id
corrected = declare(rent).parsed
assert isinstance(corrected, RentDeclarationAnswer) and corrected.version == 2, corrected
assert overview() == after

# A change: one household more holds the lease
sharing = ColocationIn(
    type_=ColocationInType.COLOCATION,
    tenant_id=tenant.id,
    effective_on=datetime.date(2026, 11, 1),
    coholders=tenant.lease.coholders + 1,
)
shared = create_change.sync(client=api, body=sharing)
assert isinstance(shared, ColocationAnswer) and shared.id and shared.receipt, shared
change = get_change.sync(shared.id, client=api)
assert isinstance(change, Colocation) and change.receipt.number == shared.receipt.number, change

# A profile is changed under its ETag
profile = get_landlord.sync_detailed(client=api)
assert isinstance(profile.parsed, Landlord)
patch = LandlordPatch(phone="+33491000002")
changed = update_landlord.sync_detailed(client=api, body=patch, if_match=profile.headers["etag"])
assert isinstance(changed.parsed, Landlord) and changed.parsed.phone == "+33491000002"
stale = update_landlord.sync_detailed(client=api, body=patch, if_match=profile.headers["etag"])
assert stale.status_code == 412

print("the Python client went through its journeys")
