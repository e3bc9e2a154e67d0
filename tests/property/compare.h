#pragma once

#include "property/model.h"
#include "property/stage.h"

#include <string>

namespace property {

// What differs between the model and what people read, asking every listing endpoint as everybody; "" for nothing.
// Left out: trends, which depend on the hour and on other worlds, suggested hashtags, and what is everybody's own and
// about nobody else (posts that wait for their time, preferences, markers); their own tests have these.
std::string difference(const Model& model, Stage& stage);
// What differs between what the last step should have told our people at once and what it told them; "" for nothing.
// `before` is the model before the step.
std::string difference_in_streams(const Model& before, const Model& model, const Step& step, Stage& stage);

} // namespace property
