import client.ApiClient;
import client.ApiException;
import client.ApiResponse;
import client.api.ArrearsApi;
import client.api.AuthenticationApi;
import client.api.ChangesApi;
import client.api.JulyRentApi;
import client.api.LandlordApi;
import client.api.TenantsApi;
import client.model.ActionName;
import client.model.ChangeIn;
import client.model.Colocation;
import client.model.ColocationAnswer;
import client.model.ColocationIn;
import client.model.Counts;
import client.model.Landlord;
import client.model.LandlordPatch;
import client.model.NullablePaymentMode;
import client.model.RentDeclarationAnswer;
import client.model.RentDeclarationIn;
import client.model.RentStatus;
import client.model.SimulationIn;
import client.model.Tenant;
import client.model.UnpaidMonthIn;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The journeys through the generated Java client, against the demo at ADDRESS. */
public final class Journeys {
    private static final int YEAR = 2026;

    private interface Call {
        Object run() throws ApiException;
    }

    private Journeys() {}

    private static ApiClient client(String authorization) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(System.getenv("ADDRESS"));
        client.setRequestInterceptor(request -> request.header("Authorization", authorization));
        return client;
    }

    private static void check(boolean holds, Object seen) {
        if (!holds) {
            throw new AssertionError(seen);
        }
    }

    private static ApiException refused(int status, Call call) {
        try {
            throw new AssertionError("accepted: " + call.run());
        } catch (ApiException refusal) {
            check(refusal.getCode() == status, refusal);
            return refusal;
        }
    }

    private static Counts overview(JulyRentApi rents) throws ApiException {
        return rents.getRentCampaign(JulyRentApi.APIGetRentCampaignRequest.newBuilder().year(YEAR).build()).getCounts();
    }

    private static ApiResponse<RentDeclarationAnswer> declare(JulyRentApi rents, RentDeclarationIn body, String key, boolean dry)
            throws ApiException {
        return rents.createRentDeclarationWithHttpInfo(
                JulyRentApi.APICreateRentDeclarationRequest.newBuilder().rentDeclarationIn(body).idempotencyKey(key).dryRun(dry).build());
    }

    private static Tenant find(ApiClient api) throws ApiException {
        TenantsApi tenants = new TenantsApi(api);
        var found = tenants.listTenants(TenantsApi.APIListTenantsRequest.newBuilder().search("eloise").build());
        check(found.getData().stream().anyMatch(tenant -> tenant.getFirstName().equals("Éloïse")), found);
        var next = tenants.listTenants(
                TenantsApi.APIListTenantsRequest.newBuilder().rentDeclaration(List.of(RentStatus.TO_DECLARE)).limit(1).build());
        Tenant tenant = tenants.getTenant(TenantsApi.APIGetTenantRequest.newBuilder().id(next.getData().get(0).getId()).build());
        check(tenant.getActions().stream().anyMatch(one -> one.getName() == ActionName.DECLARE_RENT && one.getAllowed()), tenant);
        return tenant;
    }

    /** A dry run writes nothing; a July rent sent twice with one key is declared once; a correction is version 2. */
    private static void julyRent(ApiClient api, Tenant tenant) throws ApiException {
        JulyRentApi rents = new JulyRentApi(api);
        Counts before = overview(rents);
        RentDeclarationIn body = new RentDeclarationIn()
                .tenantId(tenant.getId())
                .campaignYear(YEAR)
                .rentCents(tenant.getLease().getRentCents())
                .coholders(tenant.getLease().getCoholders());
        var dry = declare(rents, body, null, true).getData();
        check(dry.getId() == null && dry.getReceipt() == null && overview(rents).equals(before), dry);
        String key = UUID.randomUUID().toString();
        var sent = declare(rents, body, key, false);
        var again = declare(rents, body, key, false);
        check(sent.getStatusCode() == 201 && again.getHeaders().get("idempotent-replayed").equals(List.of("true")), again.getHeaders());
        RentDeclarationAnswer declared = sent.getData();
        check(declared.equals(again.getData()) && declared.getId() != null && declared.getReceipt() != null, declared);
        Counts after = overview(rents);
        check(after.getDeclared() == before.getDeclared() + 1 && after.getToDeclare() == before.getToDeclare() - 1, after);
        var receipt = rents.getRentDeclarationReceipt(
                JulyRentApi.APIGetRentDeclarationReceiptRequest.newBuilder().id(declared.getId()).build());
        check(receipt.getNumber().equals(declared.getReceipt().getNumber()), receipt);
        ApiException refusal = refused(409, () -> declare(rents, body, null, false));
        check(refusal.getResponseBody().contains("\"code\":\"already_declared\""), refusal);
        body.rentCents(body.getRentCents() + 100).replaces(declared.getId());
        var corrected = declare(rents, body, null, false).getData();
        check(corrected.getVersion() == 2 && overview(rents).equals(after), corrected);
    }

    /** A change: one household more holds the lease. */
    private static void change(ApiClient api, Tenant tenant) throws ApiException {
        ChangesApi changes = new ChangesApi(api);
        ColocationIn body = new ColocationIn()
                .type(ColocationIn.TypeEnum.COLOCATION)
                .tenantId(tenant.getId())
                .effectiveOn(LocalDate.of(YEAR, 11, 1))
                .coholders(tenant.getLease().getCoholders() + 1);
        var answer = changes.createChange(ChangesApi.APICreateChangeRequest.newBuilder().changeIn(new ChangeIn(body)).build());
        ColocationAnswer shared = answer.getColocationAnswer();
        check(shared.getId() != null && shared.getReceipt() != null, shared);
        Colocation read = changes.getChange(ChangesApi.APIGetChangeRequest.newBuilder().id(shared.getId()).build()).getColocation();
        check(read.getReceipt().getNumber().equals(shared.getReceipt().getNumber()), read);
    }

    /** Two whole rents unpaid are arrears. */
    private static void arrears(ApiClient api) throws ApiException {
        SimulationIn body = new SimulationIn()
                .rentCents(50_000)
                .aidCents(20_000)
                .paymentMode(NullablePaymentMode.LANDLORD)
                .months(List.of(new UnpaidMonthIn().month("2026-08").unpaidCents(50_000), new UnpaidMonthIn().month("2026-09").unpaidCents(50_000)));
        var judged = new ArrearsApi(api)
                .simulateImpaye(ArrearsApi.APISimulateImpayeRequest.newBuilder().simulationIn(body).build());
        check(judged.getDebtCents() == 100_000 && judged.getConstituted(), judged);
    }

    /** A profile is changed under its ETag. */
    private static void profile(ApiClient api) throws ApiException {
        LandlordApi landlords = new LandlordApi(api);
        var read = landlords.getLandlordWithHttpInfo(LandlordApi.APIGetLandlordRequest.newBuilder().build());
        var request = LandlordApi.APIUpdateLandlordRequest.newBuilder()
                .landlordPatch(new LandlordPatch().phone("+33491000003"))
                .ifMatch(read.getHeaders().get("etag").get(0))
                .build();
        Landlord changed = landlords.updateLandlord(request);
        check(changed.getPhone().equals("+33491000003"), changed);
        refused(412, () -> landlords.updateLandlord(request));
    }

    public static void main(String[] arguments) throws ApiException {
        String pair = System.getenv("DEMO_CLIENT") + ":" + System.getenv("DEMO_SECRET");
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        var token = new AuthenticationApi(client("Basic " + basic)).createToken(
                AuthenticationApi.APICreateTokenRequest.newBuilder().grantType("client_credentials").build());
        ApiClient api = client("Bearer " + token.getAccessToken());
        check(new AuthenticationApi(api).getMe(AuthenticationApi.APIGetMeRequest.newBuilder().build()).getLandlord() != null, "no landlord");
        Tenant tenant = find(api);
        julyRent(api, tenant);
        change(api, tenant);
        arrears(api);
        profile(api);
        System.out.println("the Java client went through its journeys");
    }
}
