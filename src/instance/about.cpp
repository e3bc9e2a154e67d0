#include "instance/about.h"

namespace instance {

About about(db::Tx& tx) {
    enum Part : std::int8_t { OfCounts, OfRules, OfTexts };
    About about;
    bool has_counts = false;
    {
        auto rows = tx.query(R"(
            select 0, 0, value, '' from settings where name = 'site_counts'
            union all select 1, id, text, hint from (select id, text, hint from rules order by id limit $1) rules
            union all select 2, kind, '', '' from (select distinct kind from legal_texts) kinds
            order by 1, 2)", {kMaxRules});
        while (rows.next()) {
            switch (rows.small(0)) {
            case OfCounts:
                about.counts = read_counts(rows.text(2));
                has_counts = true;
                break;
            case OfRules:
                about.rules.push_back({.id = rows.integer(1), .text = rows.string(2), .hint = rows.string(3)});
                break;
            default: about.published.add(rows.small(1));
            }
        }
    }
    if (!has_counts) about.counts = counts(tx);
    return about;
}

} // namespace instance
