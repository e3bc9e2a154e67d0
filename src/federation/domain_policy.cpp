#include "federation/domain_policy.h"

#include <vector>

namespace federation {

namespace {

// "a.b.example" and what it lies under: "b.example", "example". Without a port.
std::vector<std::string> with_parents(std::string_view host) {
    std::vector<std::string> domains;
    host = host.substr(0, host.find(':'));
    while (!host.empty() && domains.size() < 16) {
        domains.emplace_back(host);
        const auto dot = host.find('.');
        host = dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1);
    }
    return domains;
}

bool has_severity(db::Tx& tx, std::string_view host, std::string_view severity) {
    return tx.query_integer(R"(
        select 1 from texts($1) l join domain_blocks d on d.domain = l.value where d.severity = $2 limit 1)", {with_parents(host), severity}).has_value();
}

} // namespace

bool is_suspended_host(db::Tx& tx, std::string_view host) { return has_severity(tx, host, "suspend"); }

bool is_silenced_host(db::Tx& tx, std::string_view host) { return has_severity(tx, host, "silence"); }

bool rejects_reports_of(db::Tx& tx, std::string_view host) {
    return tx.query_integer(R"(
        select 1 from texts($1) l join domain_blocks d on d.domain = l.value where d.rejects_reports limit 1)", {with_parents(host)}).has_value();
}

} // namespace federation
