#include "support/api_server.h"

#include "app/routes.h"
#include "auth/applications.h"
#include "auth/authenticate.h"
#include "auth/tokens.h"

#include <stdexcept>

namespace {

UserId user_of(db::Tx& tx, AccountId account) {
    return UserId{tx.query_integer("select id from users where account_id = $1", {account}).value()};
}

} // namespace

ApiServer::ApiServer() {
    auto& config = database_.world().config;
    config.listen = "127.0.0.1:0";
    config.workers = 2;
    config.rate_limits = false;
    server_ = std::make_unique<http::Server>(http::ServerParts{.context = database_.world().context,
                                                               .database = *database_,
                                                               .routes = app::routes(),
                                                               .authenticate = auth::authenticate,
                                                               .streams = nullptr,
                                                               .limits = {}});
    server_->start();
}

HttpClient ApiServer::client_with(std::string token) const {
    auto client = this->client();
    client.token = std::move(token);
    return client;
}

ApiServer::Person ApiServer::sign_in(const TestUser& user, const std::string& scopes) {
    accounts::Account account;
    std::string token;
    write([&](db::Tx& tx) {
        const auto made = make_user(tx, user);
        account = made.account;
        token = make_token(tx, made.id, scopes);
    });
    return {.account = std::move(account), .client = client_with(std::move(token))};
}

HttpClient ApiServer::sign_in_again(AccountId account, const std::string& scopes) {
    std::string token;
    write([&](db::Tx& tx) { token = make_token(tx, user_of(tx, account), scopes); });
    return client_with(std::move(token));
}

std::string make_token(db::Tx& tx, UserId user, const std::string& scopes) {
    const auto app = auth::register_application(
        tx, {.name = "Test app", .redirect_uris = {"https://app.test/callback"}, .scopes = scopes});
    if (!app) throw std::runtime_error(app.error().message);
    return auth::issue_token(tx, {.application = app->id, .user = user, .scopes = scopes}).secret;
}
