#include "http/origin.h"

#include <gtest/gtest.h>

namespace http {
namespace {

struct Origin {
    std::string peer;
    bool is_https;
    bool has_claims;
};

Origin origin(std::string_view neighbour, std::vector<std::pair<std::string, std::string>> headers) {
    const std::vector<base::Network> trusted = {*base::Network::parse("10.0.0.0/8"),
                                                *base::Network::parse("127.0.0.1")};
    Request request;
    request.headers = std::move(headers);
    read_origin(request, *base::IpAddress::parse(neighbour), trusted);
    return {request.peer, request.is_https, !request.header("x-forwarded-for").empty()};
}

TEST(Origin, IsTheNeighbourWhoIsNoProxyWhateverHeSays) {
    const auto found =
        origin("192.0.2.1", {{"x-forwarded-for", "1.1.1.1"}, {"x-forwarded-proto", "https"}, {"x-real-ip", "2.2.2.2"}});

    EXPECT_EQ(found.peer, "192.0.2.1");
    EXPECT_FALSE(found.is_https);
    EXPECT_FALSE(found.has_claims);
}

TEST(Origin, IsTheLastHopThatIsNoProxyOfOurs) {
    EXPECT_EQ(origin("10.0.0.1", {{"x-forwarded-for", "1.1.1.1, 203.0.113.7, 10.0.0.9"}}).peer, "203.0.113.7");
    EXPECT_EQ(origin("10.0.0.1", {{"x-forwarded-for", "1.1.1.1"}, {"x-forwarded-for", "203.0.113.7"}}).peer,
              "203.0.113.7");
    EXPECT_EQ(origin("10.0.0.1", {{"x-forwarded-for", "203.0.113.7:1234"}}).peer, "203.0.113.7");
    EXPECT_EQ(origin("10.0.0.1", {{"x-forwarded-for", "2001:db8::7"}}).peer, "2001:db8::7");
    EXPECT_EQ(origin("::ffff:10.0.0.1", {{"x-forwarded-for", "203.0.113.7"}}).peer, "203.0.113.7");
}

TEST(Origin, StopsAtNonsense) {
    EXPECT_EQ(origin("10.0.0.1", {{"x-forwarded-for", "1.1.1.1, unknown, 10.0.0.2"}}).peer, "10.0.0.2");
    EXPECT_EQ(origin("10.0.0.1", {{"x-forwarded-for", ""}}).peer, "10.0.0.1");
    EXPECT_EQ(origin("10.0.0.1", {}).peer, "10.0.0.1");
    EXPECT_EQ(origin("10.0.0.1", {{"x-forwarded-for", "10.0.0.3, 10.0.0.2"}}).peer, "10.0.0.3");
}

TEST(Origin, IsSecureWhenTheNearestProxySaysSo) {
    EXPECT_TRUE(origin("10.0.0.1", {{"x-forwarded-proto", "https"}}).is_https);
    EXPECT_FALSE(origin("10.0.0.1", {{"x-forwarded-proto", "https, http"}}).is_https);
    EXPECT_FALSE(origin("10.0.0.1", {}).is_https);
}

} // namespace
} // namespace http
