// A certified OpenID provider with made-up people, for tests of signing in: `node provider.mjs CONFIGURATION`.
// The configuration is JSON: port, client {id, secret, redirect, afterwards}, people (login -> claims).
import { createRequire } from "node:module";
import { join } from "node:path";

const asked = JSON.parse(process.argv[2]);
// The packages lie in a folder of the tests' cache, not beside this file.
const { default: Provider } = await import(createRequire(join(asked.packages, "x.js")).resolve("oidc-provider"));

const provider = new Provider(`http://127.0.0.1:${asked.port}`, {
  clients: [{
    client_id: asked.client.id,
    client_secret: asked.client.secret,
    redirect_uris: [asked.client.redirect],
    post_logout_redirect_uris: [asked.client.redirect],
    grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  // The login form takes any password.
  features: { devInteractions: { enabled: true } },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  // Streamlit reads the identity token only.
  conformIdTokenClaims: false,
  cookies: { keys: ["masuk-uji"] },
  async findAccount(_context, login) {
    const claims = asked.people[login];
    return claims && { accountId: login, claims: async () => ({ sub: login, ...claims }) };
  },
  // Nobody is asked for consent: the client is the agency's own.
  async loadExistingGrant(context) {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});
provider.listen(asked.port, "127.0.0.1");
