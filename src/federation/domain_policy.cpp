#include "federation/domain_policy.h"

#include <algorithm>
#include <set>

namespace federation {

namespace {

constexpr std::size_t kMostLabels = 16;

std::string without_port(std::string_view host) { return std::string(host.substr(0, host.find(':'))); }

std::set<std::string> suspended_among(db::Tx& tx, const std::vector<std::string>& domains) {
    std::set<std::string> found;
    auto rows = tx.query(R"(
        select d.domain from texts($1) l join domain_blocks d on d.domain = l.value
        where d.severity = 'suspend')", {domains});
    while (rows.next()) found.insert(rows.string(0));
    return found;
}

std::set<std::string> allowed_among(db::Tx& tx, const std::vector<std::string>& domains) {
    std::set<std::string> found;
    auto rows = tx.query(R"(
        select d.domain from texts($1) l join domain_allows d on d.domain = l.value)", {domains});
    while (rows.next()) found.insert(rows.string(0));
    return found;
}

std::vector<std::string> all_with_parents(const std::vector<std::string>& hosts) {
    std::set<std::string> names;
    for (const auto& host : hosts) {
        for (auto& name : with_parents(host)) names.insert(std::move(name));
    }
    return {names.begin(), names.end()};
}

} // namespace

std::vector<std::string> with_parents(std::string_view host) {
    std::vector<std::string> domains;
    host = host.substr(0, host.find(':'));
    while (!host.empty() && domains.size() < kMostLabels) {
        domains.emplace_back(host);
        const auto dot = host.find('.');
        host = dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1);
    }
    return domains;
}

std::vector<std::string> kept_away_among(db::Tx& tx, const std::vector<std::string>& hosts) {
    if (hosts.empty()) return {};
    const auto names = all_with_parents(hosts);
    const auto suspended = suspended_among(tx, names);
    const bool has_list = tx.config().federation_allow_list;
    if (suspended.empty() && !has_list) return {};
    const auto allowed = has_list ? allowed_among(tx, names) : std::set<std::string>();
    std::vector<std::string> found;
    std::ranges::copy_if(hosts, std::back_inserter(found), [&](const std::string& host) {
        if (has_list && !allowed.contains(without_port(host))) return true;
        const auto lineage = with_parents(host);
        return std::ranges::any_of(lineage, [&](const auto& name) { return suspended.contains(name); });
    });
    return found;
}

bool is_suspended_host(db::Tx& tx, std::string_view host) { return !suspended_among(tx, with_parents(host)).empty(); }

bool is_kept_away(db::Tx& tx, std::string_view host) { return !kept_away_among(tx, {std::string(host)}).empty(); }

std::optional<base::Time> silenced_since(db::Tx& tx, std::string_view domain) {
    auto rows = tx.query(R"(
        select d.created_at from texts($1) l join domain_blocks d on d.domain = l.value
        where d.severity = 'silence' order by length(d.domain) desc limit 1)", {with_parents(domain)});
    if (!rows.next()) return std::nullopt;
    return rows.time(0);
}

bool rejects_media_of(db::Tx& tx, std::string_view domain) {
    return tx.query_integer(R"(
        select 1 from texts($1) l join domain_blocks d on d.domain = l.value
        where d.rejects_media limit 1)", {with_parents(domain)}).has_value();
}

bool rejects_reports_of(db::Tx& tx, std::string_view domain) {
    return tx.query_integer(R"(
        select 1 from texts($1) l join domain_blocks d on d.domain = l.value
        where d.rejects_reports limit 1)", {with_parents(domain)}).has_value();
}

} // namespace federation
