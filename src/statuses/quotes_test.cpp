#include "statuses/quotes.h"

#include "relationships/blocks.h"
#include "relationships/mutes.h"
#include "statuses/deletion.h"
#include "statuses/edits.h"
#include "statuses/reblogs.h"
#include "statuses/status_document.h"
#include "statuses/status_json.h"
#include "statuses/visibility.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace statuses {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Result<StatusId> try_quote(db::Tx& tx, const accounts::Account& author, StatusId quoted, std::string text = "Look",
                           Visibility visibility = Visibility::Public) {
    Draft draft;
    draft.text = std::move(text);
    draft.quoted = quoted;
    draft.visibility = visibility;
    return post(tx, author, draft);
}

StatusId make_quote(db::Tx& tx, const accounts::Account& author, StatusId quoted) {
    return try_quote(tx, author, quoted).value();
}

json::Value quote_of(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    return shown_status(tx, id, viewer).at("quote");
}

std::string state_of(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    return std::string(quote_of(tx, id, viewer).at("state").as_string());
}

StatusId make_with_policy(db::Tx& tx, const accounts::Account& author, std::string policy) {
    Draft draft;
    draft.text = "Quotable?";
    draft.quote_policy = std::move(policy);
    return make_status(tx, author, draft);
}

TEST(QuotePolicy, SaysWhoMayQuote) {
    const auto open = *quote_policy_from("public"), followers = *quote_policy_from("followers"),
               nobody = *quote_policy_from("nobody");
    const Quoter stranger{.is_somebody = true}, author{.is_somebody = true, .is_author = true}, anonymous{};
    Quoter follower{.is_somebody = true};
    follower.author.follows = true;

    EXPECT_EQ(may_quote(open, Visibility::Public, stranger), Quoting::Automatic);
    EXPECT_EQ(may_quote(open, Visibility::Public, anonymous), Quoting::Denied);
    EXPECT_EQ(may_quote(open, Visibility::Private, follower), Quoting::Denied);
    EXPECT_EQ(may_quote(open, Visibility::Private, author), Quoting::Automatic);
    EXPECT_EQ(may_quote(open, Visibility::Direct, author), Quoting::Denied);
    EXPECT_EQ(may_quote(followers, Visibility::Unlisted, stranger), Quoting::Denied);
    EXPECT_EQ(may_quote(followers, Visibility::Unlisted, follower), Quoting::Automatic);
    EXPECT_EQ(may_quote(nobody, Visibility::Public, follower), Quoting::Denied);
    EXPECT_EQ(may_quote(nobody, Visibility::Public, author), Quoting::Automatic);
    QuotePolicy asks;
    asks.consider(QuotePolicy::Public);
    EXPECT_EQ(may_quote(asks, Visibility::Public, stranger), Quoting::Manual);
    QuotePolicy unclear;
    unclear.accept(QuotePolicy::Others);
    EXPECT_EQ(may_quote(unclear, Visibility::Public, stranger), Quoting::Unknown);
    EXPECT_FALSE(quote_policy_from("whoever"));
}

TEST(Quotes, ShowThePostThatTheyQuote) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto quoted = make_status(tx, alice, "Original");

    const auto id = make_quote(tx, bob, quoted);

    const auto status = shown_status(tx, id, alice);
    EXPECT_EQ(status.at("quote").at("state"), "accepted");
    EXPECT_EQ(status.at("quote").at("quoted_status").at("content"), "<p>Original</p>");
    EXPECT_THAT(std::string(status.at("content").as_string()), HasSubstr(R"(<p class="quote-inline">RE: )"));
    EXPECT_EQ(shown_status(tx, quoted, alice).at("quotes_count"), 1);
    EXPECT_THAT(told(tx, alice), ElementsAre("quote from bob"));
    EXPECT_THAT(quotes_page(tx, quoted, {}), ElementsAre(id));
}

TEST(Quotes, OfQuotesAreOnlyNamed) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto first = make_status(tx, alice, "One"), second = make_quote(tx, alice, first);

    const auto shown = quote_of(tx, make_quote(tx, alice, second), alice).at("quoted_status").at("quote");

    EXPECT_EQ(shown.at("state"), "accepted");
    EXPECT_EQ(shown.at("quoted_status_id").as_string(), to_string(first));
    EXPECT_FALSE(shown.as_object().contains("quoted_status"));
}

TEST(Quotes, AreOfWhatIsSeenAndMayBeQuoted) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    make_follow(tx, bob.id, alice.id);
    const auto open = make_status(tx, alice, "Open");
    const auto refuses = [&](StatusId id) {
        const auto result = try_quote(tx, bob, id);
        return !result && result.error().refusal == base::Refusal::NotFound;
    };

    EXPECT_TRUE(refuses(StatusId{1}));
    EXPECT_TRUE(refuses(make_status(tx, alice, "For followers", Visibility::Private)));
    EXPECT_TRUE(refuses(make_with_policy(tx, alice, "nobody")));
    EXPECT_FALSE(try_quote(tx, alice, make_status(tx, alice, "To myself", Visibility::Direct)));
    const auto carol = make_person(tx);
    make_block(tx, bob.id, carol.id);
    EXPECT_TRUE(refuses(make_status(tx, carol, "Unwanted")));
    EXPECT_FALSE(refuses(make_with_policy(tx, alice, "followers")));
    ASSERT_TRUE(change_quote_policy(tx, alice, open, "nobody"));
    EXPECT_TRUE(refuses(open));
    EXPECT_EQ(change_quote_policy(tx, bob, open, "public").error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(change_quote_policy(tx, alice, open, "whoever").error().refusal, base::Refusal::Invalid);
}

TEST(Quotes, OfABoostAreOfItsOriginal) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto original = make_status(tx, alice, "Original");
    const auto boost = reblog(tx, bob, original, Visibility::Public).value();

    const auto id = make_quote(tx, bob, boost);

    EXPECT_EQ(quote_of(tx, id, alice).at("quoted_status").at("id").as_string(), to_string(original));
}

TEST(Quotes, OfOnesOwnPrivatePostsAreNoWider) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto secret = make_status(tx, alice, "For followers", Visibility::Private);

    const auto id = make_quote(tx, alice, secret);

    EXPECT_EQ(shown_status(tx, id, alice).at("visibility"), "private");
    const auto direct = try_quote(tx, bob, make_status(tx, alice, "Open"), "psst", Visibility::Direct);
    EXPECT_EQ(direct.error().message,
              "Validation failed: Cannot quote a non-mentioned user in a Private Mention post.");
}

TEST(Quotes, MayBeReadByWhomTheyQuote) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto quoted = make_status(tx, alice, "Original"), same = make_status(tx, alice, "Another");

    const auto id = try_quote(tx, bob, quoted, "For my followers", Visibility::Private).value();
    const auto other = try_quote(tx, make_person(tx), same, "For mine", Visibility::Private).value();

    EXPECT_EQ(state_of(tx, id, alice), "accepted");
    EXPECT_THAT(told(tx, alice), testing::Contains("quote from bob"));
    EXPECT_TRUE(shown_status(tx, id, alice).at("mentions").as_array().empty());
    EXPECT_FALSE(find_visible(tx, other, bob));
}

TEST(Quotes, NeedNoText) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto quoted = make_status(tx, alice, "Original");

    EXPECT_TRUE(try_quote(tx, alice, quoted, ""));
}

TEST(Quotes, ShowNothingThatTheViewerMayNotSee) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx), carol = make_person(tx);
    const auto quoted = make_status(tx, alice, "Original");
    const auto id = make_quote(tx, bob, quoted);
    const auto nested = make_quote(tx, bob, id);

    make_block(tx, alice.id, carol.id);
    EXPECT_EQ(state_of(tx, id, carol), "unauthorized");
    EXPECT_TRUE(quote_of(tx, id, carol).at("quoted_status").is_null());
    const auto inner = quote_of(tx, nested, carol).at("quoted_status").at("quote");
    EXPECT_EQ(inner.at("state"), "unauthorized");
    EXPECT_TRUE(inner.at("quoted_status_id").is_null());

    tx.exec("update accounts set suspended_at = 1 where id = $1", {alice.id});
    EXPECT_EQ(state_of(tx, id, bob), "unauthorized");
}

TEST(Quotes, OfThoseWhomTheViewerAvoidsSaySo) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx), carol = make_person(tx), dave = make_person(tx);
    const auto id = make_quote(tx, bob, make_status(tx, alice, "Original"));
    make_block(tx, carol.id, alice.id);
    tx.exec("insert into mutes (id, account_id, target_account_id, created_at) values ($1, $2, $3, 1)",
            {tx.new_id(), dave.id, alice.id});

    EXPECT_EQ(state_of(tx, id, carol), "blocked_account");
    EXPECT_EQ(state_of(tx, id, dave), "muted_account");
}

TEST(Quotes, AreRevokedByTheQuoted) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto quoted = make_status(tx, alice, "Original"), id = make_quote(tx, bob, quoted);

    EXPECT_EQ(revoke_quote(tx, bob, quoted, id).error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(revoke_quote(tx, alice, quoted, quoted).error().refusal, base::Refusal::NotFound);
    ASSERT_TRUE(revoke_quote(tx, alice, quoted, id));
    ASSERT_TRUE(revoke_quote(tx, alice, quoted, id)) << "twice is once";

    EXPECT_EQ(state_of(tx, id, bob), "revoked");
    EXPECT_TRUE(quote_of(tx, id, bob).at("quoted_status").is_null());
    EXPECT_EQ(shown_status(tx, quoted, alice).at("quotes_count"), 0);
    EXPECT_THAT(quotes_page(tx, quoted, {}), IsEmpty());
    EXPECT_THAT(told(tx, alice), IsEmpty());
}

TEST(Quotes, OutliveWhatTheyQuote) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto quoted = make_status(tx, alice, "Original"), id = make_quote(tx, bob, quoted);

    ASSERT_TRUE(delete_status(tx, alice, quoted));

    EXPECT_EQ(state_of(tx, id, bob), "deleted");
}

TEST(Quotes, AreUncountedWhenTheyGo) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto quoted = make_status(tx, alice, "Original"), id = make_quote(tx, bob, quoted);

    ASSERT_TRUE(delete_status(tx, bob, id));

    EXPECT_EQ(shown_status(tx, quoted, alice).at("quotes_count"), 0);
    EXPECT_THAT(told(tx, alice), IsEmpty());
}

TEST(Quotes, HearOfEdits) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx);
    const auto quoted = make_status(tx, alice, "Original"), id = make_quote(tx, bob, quoted);
    Edit change;
    change.text = "Another";

    ASSERT_TRUE(edit(tx, alice, quoted, change));
    EXPECT_THAT(told(tx, bob), ElementsAre("quoted_update from alice"));

    change.text = "Look again";
    ASSERT_TRUE(edit(tx, bob, id, change));
    EXPECT_EQ(state_of(tx, id, alice), "accepted");
    EXPECT_THAT(std::string(shown_status(tx, id, alice).at("content").as_string()), HasSubstr("quote-inline"));
}

TEST(Quotes, OfPostsFromElsewhereWaitForTheirAuthors) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto carol = make_remote(tx, {.username = "carol", .domain = "remote.test"});
    const auto quoted = make_with_policy(tx, carol, "public");
    tx.exec(
        "update statuses set uri = 'https://remote.test/1', url = 'https://remote.test/@carol/1', quote_policy = $2 "
        "where id = $1",
        {quoted, quote_policy_from("public")->bits()});

    const auto id = make_quote(tx, alice, quoted);

    EXPECT_EQ(state_of(tx, id, alice), "pending");
    EXPECT_TRUE(quote_of(tx, id, alice).at("quoted_status").is_null());
    const auto request = last_document(tx);
    EXPECT_EQ(request.at("type"), "QuoteRequest");
    EXPECT_EQ(request.at("object"), "https://remote.test/1");
    EXPECT_EQ(request.at("instrument").at("quote"), "https://remote.test/1");
    EXPECT_FALSE(request.at("instrument").as_object().contains("quoteAuthorization"));
    change_quote(tx, *find_quote(tx, id), QuoteState::Accepted, "https://remote.test/stamp");
    EXPECT_EQ(state_of(tx, id, alice), "accepted");
}

TEST(Quotes, AreSaidInDocuments) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto quoted = make_with_policy(tx, alice, "followers"), own = make_with_policy(tx, alice, "nobody");
    make_follow(tx, bob.id, alice.id);
    const auto id = make_quote(tx, bob, quoted);
    const auto document = [&](StatusId status) {
        std::string text;
        json::Writer out(text);
        StatusDocuments(tx, std::span(&status, 1)).write_object(out, status);
        return json::parse(text).value();
    };

    const auto note = document(id);

    const std::string uri = "https://akebono.test/users/alice/statuses/" + to_string(quoted);
    EXPECT_EQ(note.at("quote").as_string(), uri);
    EXPECT_EQ(note.at("quoteUri").as_string(), uri);
    EXPECT_EQ(note.at("_misskey_quote").as_string(), uri);
    EXPECT_EQ(note.at("quoteAuthorization").as_string(),
              "https://akebono.test/users/alice/quote_authorizations/" + to_string(id));
    const auto approval = [&](StatusId status) {
        return std::string(
            document(status).at("interactionPolicy").at("canQuote").at("automaticApproval").at(0).as_string());
    };
    EXPECT_EQ(approval(quoted), "https://akebono.test/users/alice/followers");
    EXPECT_EQ(approval(own), "https://akebono.test/users/alice");
    EXPECT_EQ(approval(id), "https://www.w3.org/ns/activitystreams#Public");
}

TEST(Quotes, CostNoMoreForAPageThanForOne) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    std::vector<StatusId> ids;
    for (int i = 0; i < 40; ++i) ids.push_back(make_quote(tx, bob, make_status(tx, alice, "Original")));
    const auto cost = [&](std::span<const StatusId> page) {
        return statements_of(tx, [&] { StatusEntities(tx, page, alice); });
    };

    EXPECT_EQ(cost(ids), cost(std::span(ids).first(1)));
}

TEST(Quotes, AreListedByIndex) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto quoted = make_status(tx, alice, "Original");

    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)quotes_page(tx, quoted, {}); });
}

} // namespace
} // namespace statuses
