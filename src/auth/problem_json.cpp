#include "auth/problem_json.h"

namespace auth {

namespace {

void write_details(json::Writer& out, const std::vector<Problem>& problems) {
    out.begin_object();
    for (const Problem& problem : problems) {
        out.key(problem.field);
        out.begin_array();
        out.begin_object();
        out.field("error", problem.error);
        out.field("description", problem.description);
        out.end_object();
        out.end_array();
    }
    out.end_object();
}

} // namespace

http::Reply problems_reply(const std::vector<Problem>& problems) {
    auto reply = http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("error", describe(problems));
        out.key("details");
        write_details(out, problems);
        out.end_object();
    });
    reply.status = 422;
    reply.is_refusal = true;
    return reply;
}

} // namespace auth
