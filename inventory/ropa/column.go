package ropa

import "github.com/recital/recital/inventory"

// column is a column of a template, and what stands in it.
type column struct {
	Column
	items func(*entry) []Item
}

// What asks for the columns of a controller's register, and of a processor's.
const (
	byA, byB, byC, byD, byE, byF, byG = "Art. 30(1)(a)", "Art. 30(1)(b)", "Art. 30(1)(c)", "Art. 30(1)(d)", "Art. 30(1)(e)", "Art. 30(1)(f)", "Art. 30(1)(g)"
	by2A, by2B, by2C, by2D            = "Art. 30(2)(a)", "Art. 30(2)(b)", "Art. 30(2)(c)", "Art. 30(2)(d)"
)

// needed is a column that the law asks for.
func needed(key, title, article string, items func(*entry) []Item) column {
	return column{Column{Key: key, Title: title, Article: article, Needed: true}, items}
}

// shared is a needed column of a group.
func shared(group, key, title, article string, items func(*entry) []Item) column {
	return column{Column{Key: key, Title: title, Article: article, Needed: true, Group: group}, items}
}

// wanted is a column that the template asks for, or the law in some cases.
func wanted(key, title, article string, items func(*entry) []Item) column {
	return column{Column{Key: key, Title: title, Article: article}, items}
}

// columnsOf are the columns of a template for a role; no role becomes that of
// a controller.
func columnsOf(t Template, role *inventory.ProcessingRole) ([]column, error) {
	switch *role {
	case "":
		*role = controller
	case controller, jointController:
	case processor:
		if t != Art30 {
			return nil, inventory.Errorf(inventory.Invalid, "the template %s is for controllers: choose art30 for the register of a processor", t)
		}
		return processorColumns(), nil
	default:
		return nil, inventory.Errorf(inventory.Invalid, "there is no register for the role %s: choose CONTROLLER, JOINT_CONTROLLER or PROCESSOR", *role)
	}
	switch t {
	case ICO:
		return icoColumns(), nil
	case CNIL:
		return cnilColumns(), nil
	}
	return controllerColumns(), nil
}

// controllerColumns are those of GDPR Art. 30(1), with who answers for the
// activity and whether it is carried out.
func controllerColumns() []column {
	return []column{
		wanted("activity", "Processing activity", "", (*entry).activity),
		needed("controllers", "Controller", byA, (*entry).controllers),
		wanted("jointControllers", "Joint controllers", byA, (*entry).jointControllers),
		needed("purposes", "Purposes", byB, (*entry).purposes),
		needed("subjects", "Categories of people", byC, (*entry).subjects),
		needed("data", "Categories of personal data", byC, (*entry).data),
		shared("recipients", "recipientsInternal", "Recipients within the controller's group", byD, (*entry).internal),
		shared("recipients", "recipientsExternal", "Recipients outside", byD, (*entry).external),
		shared("recipients", "processors", "Processors", byD, (*entry).processors),
		needed("transfers", "Transfers to other countries: recipient, country, safeguard, document, validity", byE, (*entry).transfers),
		needed("retention", "Time limits for erasure, by category", byF, (*entry).retention),
		needed("measures", "Security measures", byG, (*entry).measures),
		wanted("lawfulBases", "Lawful basis", "Art. 6(1)", (*entry).lawful),
		wanted("owner", "Owner", "", (*entry).owner),
		wanted("status", "Status", "", (*entry).status),
		wanted("reviewed", "Last reviewed", "", (*entry).reviewed),
	}
}

// processorColumns are those of GDPR Art. 30(2), with what the completeness
// profile of DPCat asks of a processor besides.
func processorColumns() []column {
	return []column{
		wanted("activity", "Processing activity", "", (*entry).activity),
		needed("processors", "Processor", by2A, (*entry).processorsThemselves),
		needed("controllers", "Controllers acted for", by2A, (*entry).actedFor),
		wanted("representatives", "Representatives", by2A, (*entry).representatives),
		wanted("officers", "Data protection officers", by2A, (*entry).officers),
		needed("processing", "Categories of processing for each controller", by2B, (*entry).processing),
		needed("transfers", "Transfers to other countries: recipient, country, safeguard, document, validity", by2C, (*entry).transfers),
		needed("measures", "Security measures", by2D, (*entry).measures),
		wanted("subprocessors", "Other processors engaged", "Art. 28(2)", (*entry).processors),
		wanted("subjects", "Categories of people", "", (*entry).subjects),
		wanted("data", "Categories of personal data", "", (*entry).data),
		wanted("owner", "Owner", "", (*entry).owner),
		wanted("status", "Status", "", (*entry).status),
		wanted("reviewed", "Last reviewed", "", (*entry).reviewed),
	}
}

// icoColumns are the thirty of the ICO's template for controllers, in its
// order; who the controller is stands on the cover.
func icoColumns() []column {
	return []column{
		wanted("businessFunction", "Business function", "", (*entry).businessFunction),
		needed("purposes", "Purpose of processing", byB, (*entry).purposes),
		wanted("jointControllers", "Name and contact details of joint controller", byA, (*entry).jointControllers),
		needed("subjects", "Categories of individuals", byC, (*entry).subjects),
		needed("data", "Categories of personal data", byC, (*entry).data),
		needed("recipients", "Categories of recipients", byD, (*entry).recipients),
		wanted("contracts", "Link to contract with processor", "Art. 28(3)", (*entry).contracts),
		needed("countries", "Third countries or international organisations", byE, (*entry).countries),
		wanted("safeguards", "Safeguards for exceptional transfers", byE, (*entry).safeguards),
		needed("retention", "Retention schedule", byF, (*entry).retention),
		needed("measures", "Technical and organisational security measures", byG, (*entry).measures),
		wanted("lawfulBases", "Article 6 lawful basis", "Art. 6(1)", (*entry).lawful),
		wanted("article9", "Article 9 condition", "Art. 9(2)", (*entry).article9),
		wanted("interests", "Legitimate interests", "Art. 13(1)(d)", (*entry).interests),
		wanted("assessments", "Link to legitimate interests assessment", "", (*entry).assessments),
		wanted("rights", "Rights available", "Art. 13(2)(b)", (*entry).rights),
		wanted("automation", "Automated decision-making, including profiling", "Art. 22", (*entry).automation),
		wanted("sources", "Source of the personal data", "Art. 14(2)(f)", (*entry).sources),
		wanted("consentRecords", "Link to record of consent", "Art. 7(1)", (*entry).consentRecords),
		wanted("locations", "Location of personal data", "", (*entry).locations),
		wanted("assessmentRequired", "Data protection impact assessment required?", "Art. 35(1)", (*entry).assessmentRequired),
		wanted("assessmentProgress", "Data protection impact assessment progress", "", (*entry).assessmentProgress),
		wanted("assessmentDocument", "Link to data protection impact assessment", "", (*entry).assessmentDocument),
		wanted("breachOccurred", "Has a personal data breach occurred?", "", (*entry).breachOccurred),
		wanted("breachRecord", "Link to record of personal data breach", "Art. 33(5)", (*entry).breachRecord),
		wanted("schedule1", "Data Protection Act 2018 Schedule 1 condition", "DPA 2018 Sch. 1", (*entry).schedule1),
		wanted("schedule1Basis", "GDPR Article 6 lawful basis for Schedule 1", "DPA 2018 Sch. 1", (*entry).schedule1Basis),
		wanted("policyDocument", "Link to retention and erasure policy", "", (*entry).policyDocument),
		wanted("policyFollowed", "Is personal data retained and erased in accordance with the policy?", "", (*entry).policyFollowed),
		wanted("policyReason", "Reasons for not adhering to the policy", "", (*entry).policyReason),
	}
}

// cnilColumns are the fields of the CNIL's sheet for an activity, in its order.
func cnilColumns() []column {
	list := []column{
		wanted("activity", "Name of the processing", "", (*entry).name),
		wanted("created", "Created", "", func(*entry) []Item { return nil }),
		wanted("updated", "Updated", "", (*entry).updated),
		wanted("jointControllers", "Joint controller", byA, (*entry).jointControllers),
		wanted("application", "Application", "", (*entry).application),
		needed("purposes", "Objectives", byB, (*entry).purposes),
		needed("subjects", "Categories of people concerned", byC, (*entry).subjects),
	}
	for _, g := range groups() {
		list = append(list, shared("data", "data."+g.code, "Data: "+g.title, byC, func(e *entry) []Item { return e.dataOf(g) }))
	}
	return append(list,
		wanted("sensitive", "Sensitive data", "Art. 9 and 10", (*entry).sensitive),
		needed("retention", "Storage period, by category", byF, (*entry).retention),
		shared("recipients", "recipientsInternal", "Recipients: internal", byD, (*entry).internal),
		shared("recipients", "recipientsExternal", "Recipients: external organisations", byD, (*entry).external),
		shared("recipients", "processors", "Recipients: processors", byD, (*entry).processors),
		needed("transfers", "Transfers outside the European Union: recipient, country, guarantee, document, validity", byE, (*entry).transfers),
		needed("measures", "Security measures, by kind", byG, (*entry).measures),
	)
}
