#pragma once

#include "accounts/account.h"
#include "http/server.h"
#include "support/builders.h"
#include "support/http_client.h"
#include "support/test_db.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

// The whole REST surface (app/routes.h) with real sockets, workers, tokens and database. Jobs and streams do not run.
class ApiServer {
public:
    ApiServer();

    TestWorld& world() { return database_.world(); }
    db::Database& database() { return *database_; }
    // Commits.
    void write(const std::function<void(db::Tx&)>& work) { database_->write(work); }

    // Nobody's.
    HttpClient client() const { return HttpClient(server_->port()); }
    // One who shows this token.
    HttpClient client_with(std::string token) const;

    // Somebody who has signed in with an app that may do all, or what `scopes` says.
    struct Person {
        accounts::Account account;
        HttpClient client;

        // "/api/v1/accounts/ID", and more.
        std::string path(std::string_view more = {}) const {
            return "/api/v1/accounts/" + to_string(account.id) + std::string(more);
        }
    };
    Person sign_in(const TestUser& user = {}, const std::string& scopes = "read write follow push");
    HttpClient sign_in_again(AccountId account, const std::string& scopes);

private:
    TestDatabase database_;
    std::unique_ptr<http::Server> server_;
};

// What an app gets for a user: a token with these scopes. For user 0: the app's own.
std::string make_token(db::Tx& tx, UserId user, const std::string& scopes = "read write follow push");
